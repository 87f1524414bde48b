import { localTexts } from '../../storage/local-texts.js';

/** What a person begins with. */
const AT_FIRST = ['👍', '❤️', '😂', '🎉', '👀'];
/** As many stand beside each message. */
const BESIDE = 3;
/** What was used long ago gives way: with each use of one, the others weigh so much less. */
const FADES = 0.95;
const REMEMBERED = 40;

type Uses = Record<string, number>;

const keyOf = (personId: string) => `parley.emoji.${personId}`;

/** The emoji that a person reacts with most, the most used first: always so many. */
export function mostUsed(personId: string, count = BESIDE): string[] {
  const uses = read(personId);
  const used = Object.keys(uses).sort((a, b) => (uses[b] ?? 0) - (uses[a] ?? 0));
  return [...new Set([...used, ...AT_FIRST])].slice(0, count);
}

export function noteUse(personId: string, emoji: string): void {
  const faded = Object.entries(read(personId)).map(([one, use]) => [one, use * FADES] as const);
  const uses = new Map(faded).set(emoji, 1 + (new Map(faded).get(emoji) ?? 0));
  const kept = [...uses].sort(([, a], [, b]) => b - a).slice(0, REMEMBERED);
  localTexts.setItem(keyOf(personId), JSON.stringify(Object.fromEntries(kept)));
}

function read(personId: string): Uses {
  try {
    const found: unknown = JSON.parse(localTexts.getItem(keyOf(personId)) ?? '{}');
    if (typeof found !== 'object' || found === null) return {};
    return Object.fromEntries(Object.entries(found).filter(([, use]) => Number.isFinite(use)));
  } catch {
    return {};
  }
}
