/** So many emoji alone are shown large; a wall of them is a text. */
const LARGE_AT_MOST = 8;
const MARKDOWN =
  /[*_`~[|]|https?:|www\.|[\p{L}\p{N}]@[\p{L}\p{N}]|^ {0,3}(?:[-+]|#{1,6}|\d+[.)])(?:\s|$)|^ {0,3}>|^(?: {4}|\t)|^ {0,3}-[ \t]*-[ \t]*-/imu;
/** Emoji and what joins, tints and ends them; digits are emoji to Unicode, but not to people. */
const EMOJI_ONLY =
  /^(?:\s|\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|[0-9#*]\uFE0F?\u20E3|[\u200D\uFE0F\u{E0020}-\u{E007F}])+$/u;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** How a text is drawn. `plain` has nothing in it that Markdown would change: it waits for nothing. */
export function shapeOf(text: string): 'emoji' | 'plain' | 'rich' {
  if (text.length <= 100 && EMOJI_ONLY.test(text) && isFew(text)) return 'emoji';
  return MARKDOWN.test(text) ? 'rich' : 'plain';
}

function isFew(text: string): boolean {
  return [...graphemes.segment(text.replace(/\s/gu, ''))].length <= LARGE_AT_MOST;
}
