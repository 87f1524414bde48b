import type { EmojiData, SkinTone } from 'frimousse';

/** What the picker weighs a name by that has what was typed in it, beside a tag. */
const NAME_WEIGHS = 10;

/**
 * The emoji that the picker puts first for this text, or null for none. The picker itself looks for what was typed in its own
 * time: what it shows in the turn of a key may be what it found for the text before.
 */
export function firstFound({ emojis, categories }: EmojiData, text: string, tone: SkinTone): string | null {
  const sought = text.toLowerCase().trim();
  if (sought === '') return null;
  const weights = emojis.map(({ label, tags }) => {
    const inTags = tags.filter((tag) => tag.toLowerCase().includes(sought)).length;
    return inTags + (label.toLowerCase().includes(sought) ? NAME_WEIGHS : 0);
  });
  for (const { index } of categories) {
    let first = -1;
    for (const [i, { category }] of emojis.entries()) {
      if (category === index && (weights[i] ?? 0) > (weights[first] ?? 0)) first = i;
    }
    const found = emojis[first];
    if (found) return (tone !== 'none' && found.skins?.[tone]) || found.emoji;
  }
  return null;
}
