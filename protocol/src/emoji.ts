import * as z from 'zod/mini';

const VARIATION = '\uFE0F';
/** What emoji are made of: pictures, skin tones, letters of flags, keycaps, joiners, tags. */
const PARTS =
  /^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|[\u{E0020}-\u{E007F}]|\u200D|\uFE0F|\u20E3|[#*0-9](?=\uFE0F?\u20E3))+$/u;
const PICTURE = /\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|\u20E3/u;
/** Where a picture is drawn as text unless a variation selector follows. */
const DRAWN_AS_TEXT =
  /(?!\p{Emoji_Presentation})\p{Extended_Pictographic}(?!\p{Emoji_Modifier})|[#*0-9](?=\u20E3)/gu;
/** The longest there is, a family of four with skin tones, has 19; flags of regions have 14. In UTF-16 code units. */
const MOST = 32;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** One emoji and nothing else, also one that is younger than this machine's Unicode. */
export function isEmoji(text: string): boolean {
  if (text.length > MOST || !PARTS.test(text) || !PICTURE.test(text)) return false;
  return [...graphemes.segment(text)].length === 1;
}

/** The fully qualified form: keyboards leave variation selectors out, and then one emoji would be two. */
export function qualifiedEmoji(text: string): string {
  return text.replaceAll(VARIATION, '').replace(DRAWN_AS_TEXT, `$&${VARIATION}`);
}

/** One emoji, in its fully qualified form. */
export const Emoji = z.string().check(z.refine(isEmoji, 'one emoji'), z.overwrite(qualifiedEmoji));
