import stringWidth from 'string-width';

/** One line cut to so many columns. */
export function fit(text: string, columns: number): string {
  if (stringWidth(text) <= columns) return text;
  let cut = '';
  for (const letter of text) {
    if (stringWidth(cut + letter) > columns - 1) break;
    cut += letter;
  }
  return `${cut}…`;
}

/** How many rows a terminal of so many columns has used, with the one the cursor is in behind the text. */
export function rowsOf(text: string, columns: number): number {
  const lines = text.split('\n').map((line) => columnsOf(line, columns));
  const last = lines.pop() ?? 0;
  // A full row begins the next one for what follows in the same line, not for the end of the line.
  const before = lines.reduce((rows, offset) => rows + Math.max(1, Math.ceil(offset / columns)), 0);
  return before + Math.floor(last / columns) + 1;
}

/** A wide letter that does not fit moves on. */
function columnsOf(line: string, columns: number): number {
  let offset = 0;
  for (const letter of line) {
    const width = stringWidth(letter);
    if (width === 2 && (offset + 1) % columns === 0) offset += 1;
    offset += width;
  }
  return offset;
}
