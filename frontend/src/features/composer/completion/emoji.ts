import type { NamedEmoji } from '../../emoji/read-emojis.js';
import { rank } from './rank.js';
import type { Suggestion } from './suggestion.js';

/** By their short names, the shortest first; where none fits, by what else they stand for. */
export function findEmoji(all: readonly NamedEmoji[], query: string): Suggestion[] {
  const named = all.flatMap(({ emoji, names }) => names.map((name) => ({ emoji, name })));
  const found = rank(byLength(named), query, ({ name }) => [name]);
  if (found.length > 0) return found.map(({ emoji, name }) => suggest(emoji, name));
  return rank(all, query, ({ tags }) => tags).map(({ emoji, names: [name = ''] }) => suggest(emoji, name));
}

function byLength<T extends { name: string }>(named: readonly T[]): T[] {
  return [...named].sort((a, b) => a.name.length - b.name.length);
}

function suggest(emoji: string, name: string): Suggestion {
  return { key: name, insert: emoji, label: `:${name}:`, picture: { kind: 'emoji', emoji } };
}
