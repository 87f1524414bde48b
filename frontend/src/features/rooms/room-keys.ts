import type { WindowName } from './windows.js';

type Pressed = Pick<KeyboardEvent, 'key' | 'altKey' | 'shiftKey' | 'ctrlKey' | 'metaKey'>;
type Meaning =
  | { kind: 'window'; name: WindowName }
  | { kind: 'read' }
  | { kind: 'step'; by: 1 | -1; unread: boolean };

/** What a key means on the page. `inField`: somebody is writing, so letters are letters. */
export function meaningOf(pressed: Pressed, inField: boolean): Meaning | null {
  const { key, altKey, shiftKey, ctrlKey, metaKey } = pressed;
  const mod = ctrlKey || metaKey;
  if (mod && !altKey && !shiftKey && key.toLowerCase() === 'k') return { kind: 'window', name: 'switcher' };
  if (mod) return null;
  if (altKey && (key === 'ArrowDown' || key === 'ArrowUp'))
    return { kind: 'step', by: key === 'ArrowDown' ? 1 : -1, unread: shiftKey };
  if (altKey) return null;
  if (key === 'Escape') return { kind: 'read' };
  if (key === '?' && !inField) return { kind: 'window', name: 'keys' };
  return null;
}
