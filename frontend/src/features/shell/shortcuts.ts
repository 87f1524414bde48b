import type { DialogName } from '../navigation/dialog-name.js';

type KeyPress = Pick<KeyboardEvent, 'key' | 'altKey' | 'shiftKey' | 'ctrlKey' | 'metaKey'>;
type Shortcut =
  | { kind: 'dialog'; name: DialogName }
  | { kind: 'read' }
  | { kind: 'step'; by: 1 | -1; unread: boolean };

/** What a key means on the page. `inField`: the user is writing, so letters are letters. */
export function shortcutOf(pressed: KeyPress, inField: boolean): Shortcut | null {
  const { key, altKey, shiftKey, ctrlKey, metaKey } = pressed;
  const mod = ctrlKey || metaKey;
  if (mod && !altKey && !shiftKey && key.toLowerCase() === 'k') return { kind: 'dialog', name: 'switcher' };
  if (mod) return null;
  if (altKey && (key === 'ArrowDown' || key === 'ArrowUp'))
    return { kind: 'step', by: key === 'ArrowDown' ? 1 : -1, unread: shiftKey };
  if (altKey) return null;
  if (key === 'Escape') return { kind: 'read' };
  if (key === '?' && !inField) return { kind: 'dialog', name: 'keys' };
  return null;
}
