/** A link that was typed as it is, and where it stands in its text. */
export interface TypedLink {
  start: number;
  end: number;
  href: string;
}

/** Where one may begin: in CJK no space stands before it. */
const BEGINS = /(?<![a-z0-9])https?:\/\/|(?<![\p{L}\p{N}_@./:-])www\.|(?<![\w.+-])[\w.+-]{1,64}@/giu;
const HOST = /[\p{L}\p{N}[]/uy;
const MAIL_HOST = /(?:[\p{L}\p{N}\p{M}](?:[\p{L}\p{N}\p{M}-]*[\p{L}\p{N}\p{M}])?\.)+[\p{L}\p{M}]{2,}/uy;

/** The links of a text: addresses of the web and of mail. */
export function findLinks(text: string): TypedLink[] {
  const found: TypedLink[] = [];
  BEGINS.lastIndex = 0;
  for (let begin = BEGINS.exec(text); begin; begin = BEGINS.exec(text)) {
    const [opening] = begin;
    const start = begin.index;
    const isMail = opening.endsWith('@');
    const from = start + opening.length;
    const end = isMail ? endOfMail(text, from) : endOfAddress(text, start, from);
    if (end === null) continue;
    const typed = text.slice(start, end);
    const scheme = isMail ? 'mailto:' : /^www/i.test(opening) ? 'http://' : '';
    found.push({ start, end, href: scheme + typed });
    BEGINS.lastIndex = end;
  }
  return found;
}

function endOfMail(text: string, from: number): number | null {
  MAIL_HOST.lastIndex = from;
  return MAIL_HOST.test(text) ? MAIL_HOST.lastIndex : null;
}

/** No address goes on behind these: space, quotation marks, and the punctuation of scripts that write without spaces. */
const ENDS =
  /[\p{White_Space}\p{Cc}\p{Bidi_Control}\u200B\u2060\uFEFF<>"`|\\]|(?!['’])\p{Quotation_Mark}|(?=[\u3000-\u303F\uFE10-\uFE6F\uFF01-\uFF65])[\p{P}\p{S}]/u;
/** These belong to an address only when something follows that does: they end sentences, or open and close emphasis. */
const TRAILS = /[\p{Terminal_Punctuation}\p{Sentence_Terminal}'’…&*~]/u;
const OPENS = '([{';
const CLOSES = ')]}';

/** By the algorithm of Unicode's UTS #58: what is closed must have been opened within, and punctuation does not stand last. */
function endOfAddress(text: string, start: number, from: number): number | null {
  HOST.lastIndex = from;
  if (!HOST.test(text)) return null;
  let end = from;
  const open: number[] = [];
  for (let i = from; i < text.length; ) {
    const letter = String.fromCodePoint(text.codePointAt(i) ?? 0);
    if (ENDS.test(letter)) break;
    i += letter.length;
    if (OPENS.includes(letter)) open.push(OPENS.indexOf(letter));
    else if (CLOSES.includes(letter)) {
      if (open.pop() !== CLOSES.indexOf(letter)) break;
      end = i;
    } else if (!TRAILS.test(letter)) end = i;
  }
  end = withoutClosingUnderscores(text, start, from + hostLength(text.slice(from, end), end - from));
  return end > from ? end : null;
}

/** A name of letters alone, such as `org`, ends where the words of another script go on. */
const WORDS_GO_ON =
  /\.[a-z]{2,}(?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}][^.]*$)/iu;

function hostLength(address: string, whole: number): number {
  const [host = ''] = /^[^/?#:]*/.exec(address) ?? [];
  const last = WORDS_GO_ON.exec(host);
  return last ? last.index + last[0].length : whole;
}

/** `_https://a.example/_` is emphasis, `https://a.example/_b_` an address. */
function withoutClosingUnderscores(text: string, start: number, end: number): number {
  let trimmed = end;
  for (let before = start - 1; text[before] === '_' && text[trimmed - 1] === '_'; before -= 1) trimmed -= 1;
  const isOdd = text.slice(start, trimmed).split('_').length % 2 === 0;
  return isOdd && trimmed === end && text[end - 1] === '_' ? end - 1 : trimmed;
}
