/**
 * Other people's text without what a terminal would obey: escapes that move the cursor, rename the window or answer in
 * my name, and marks that turn the direction of what stands beside them. What was there is shown as a sign.
 */
export function clean(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replaceAll('\t', '    ')
    .replace(/[\p{Cc}\p{Bidi_Control}]/gu, (sign) => (sign === '\n' ? sign : picture(sign)));
}

/** The same in one line: for names, and whatever must not look like a line of its own. */
export function cleanLine(text: string): string {
  return clean(text).replaceAll('\n', ' ');
}

/** U+001B as its picture U+241B, and so on; what has none as the sign for the unknown. */
function picture(sign: string): string {
  const code = sign.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  return code === 0x7f ? '\u2421' : '\uFFFD';
}
