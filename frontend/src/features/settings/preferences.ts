import { Cell } from '../../cell.js';

export type Theme = 'system' | 'light' | 'dark';
/** Whose coming and going is told in a toast: nobody's, those of rooms with few people, everybody's. */
export type Comings = 'never' | 'small' | 'always';

/** What somebody chose on this machine. */
export interface Preferences {
  readonly theme: Theme;
  readonly comings: Comings;
  /** Notifications of the browser while the page is hidden. The browser must allow them too. */
  readonly desktop: boolean;
}

const KEY = 'parley.preferences';
const DEFAULTS: Preferences = { theme: 'system', comings: 'small', desktop: false };

/** Reads what was kept. What is missing, or not understood any more, is as it is for a newcomer. */
export function readPreferences(text: string | null): Preferences {
  const kept = parse(text);
  return {
    theme: oneOf(kept.theme, ['system', 'light', 'dark'], DEFAULTS.theme),
    comings: oneOf(kept.comings, ['never', 'small', 'always'], DEFAULTS.comings),
    desktop: kept.desktop === true,
  };
}

function parse(text: string | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function oneOf<T extends string>(value: unknown, allowed: readonly T[], otherwise: T): T {
  return allowed.find((one) => one === value) ?? otherwise;
}

export const preferences = new Cell<Preferences>(DEFAULTS);

export function prefer(change: Partial<Preferences>): void {
  preferences.set({ ...preferences.state, ...change });
}

/** Takes up what was kept, keeps what changes, and follows what another tab chose. */
export function keepPreferences(): void {
  preferences.set(readPreferences(localStorage.getItem(KEY)));
  preferences.subscribe(() => localStorage.setItem(KEY, JSON.stringify(preferences.state)));
  window.addEventListener('storage', ({ key, newValue }) => {
    if (key === KEY) preferences.set(readPreferences(newValue));
  });
}
