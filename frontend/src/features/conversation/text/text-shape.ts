/** So many emoji alone are shown large; a wall of them is a text. */
const LARGE_AT_MOST = 8;
const MARKDOWN =
  /[*_`~[\]<>|\\#]|https?:|www\.|\w@\w|^\s{0,3}(?:[-+]|\d+[.)])\s|^\s{4}|^\s*(?:-{3,}|={3,})\s*$|&\w+;/m;
/** Emoji and what joins, tints and ends them; digits are emoji to Unicode, but not to people. */
const EMOJI_ONLY =
  /^(?:\s|\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|[0-9#*]\uFE0F?\u20E3|[\u200D\uFE0F\u{E0020}-\u{E007F}])+$/u;
/** Nobody means a nest this deep, and laying it out would stop the page. */
const NEST = /^(?:[ \t]*(?:>|[-+*]|\d+[.)])){9}/m;
const MARKS_AT_MOST = 1_500;
/** Each is looked at from many sides. */
const ADDRESSES_AT_MOST = 300;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** How a text is drawn. `plain` has nothing in it that Markdown would change: it waits for nothing. */
export function shapeOf(text: string): 'emoji' | 'plain' | 'rich' {
  if (text.length <= 100 && EMOJI_ONLY.test(text) && isFew(text)) return 'emoji';
  return MARKDOWN.test(text) && !isTangled(text) ? 'rich' : 'plain';
}

function isTangled(text: string): boolean {
  return (
    NEST.test(text) ||
    count(text, /[[\]*_~|<>`!&\\#]/g) > MARKS_AT_MOST ||
    count(text, /https?:|www\.|@/g) > ADDRESSES_AT_MOST
  );
}

function count(text: string, what: RegExp): number {
  return text.match(what)?.length ?? 0;
}

function isFew(text: string): boolean {
  return [...graphemes.segment(text.replace(/\s/gu, ''))].length <= LARGE_AT_MOST;
}
