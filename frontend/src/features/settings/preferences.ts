import { Store } from '../../lib/store/store.js';
import { localTexts } from '../../storage/local-texts.js';

export type Theme = 'system' | 'light' | 'dark';
/** Which joins and leaves are told in a toast: none, those of rooms with few people, all. */
export type JoinLeaveToasts = 'never' | 'small' | 'always';

/** What the user chose on this machine. */
export interface Preferences {
  readonly theme: Theme;
  readonly joinLeave: JoinLeaveToasts;
  /** Notifications of the browser while the page is hidden. The browser must allow them too. */
  readonly desktop: boolean;
}

const KEY = 'parley.preferences';
const DEFAULTS: Preferences = { theme: 'system', joinLeave: 'small', desktop: false };

/** Reads what was kept. What is missing, or not understood any more, is as it is for a newcomer. */
export function readPreferences(text: string | null): Preferences {
  const kept = parse(text);
  return {
    theme: oneOf(kept.theme, ['system', 'light', 'dark'], DEFAULTS.theme),
    joinLeave: oneOf(kept.comings, ['never', 'small', 'always'], DEFAULTS.joinLeave),
    desktop: kept.desktop === true,
  };
}

/** As it is kept. A name in it is never changed: what a user chose would be lost. */
export function writePreferences({ joinLeave, ...others }: Preferences): string {
  return JSON.stringify({ ...others, comings: joinLeave });
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

export const preferences = new Store<Preferences>(DEFAULTS);

export function prefer(change: Partial<Preferences>): void {
  preferences.set({ ...preferences.state, ...change });
}

/** Takes up what was kept, keeps what changes, and follows what another tab chose. */
export function keepPreferences(): void {
  preferences.set(readPreferences(localTexts.getItem(KEY)));
  preferences.subscribe(() => localTexts.setItem(KEY, writePreferences(preferences.state)));
  window.addEventListener('storage', ({ key, newValue }) => {
    if (key === KEY) preferences.set(readPreferences(newValue));
  });
}
