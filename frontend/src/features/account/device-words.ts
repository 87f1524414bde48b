import type { ListedSession } from '@parley/client';
import { agoWords } from '../../time/ago-words.js';

/** What a session is called where nothing else is known of it. */
export function deviceName({ device }: Pick<ListedSession, 'device'>): string {
  return device ?? 'Unknown device';
}

/** A browser says its system; what does not is a program. */
export function deviceKind({ device }: Pick<ListedSession, 'device'>): 'phone' | 'computer' | 'program' {
  const [, system] = / on (.+)$/.exec(device ?? '') ?? [];
  if (system === undefined) return 'program';
  return /^(iOS|Android|Windows Phone|HarmonyOS)/.test(system) ? 'phone' : 'computer';
}

/** When it was used. A session in use renews itself every few minutes, so that is as exact as it gets. */
export function usedWords(
  { current, lastUsedAt }: Pick<ListedSession, 'current' | 'lastUsedAt'>,
  now: number,
): string {
  return current ? 'In use now' : `Last used ${agoWords(lastUsedAt, now)}`;
}
