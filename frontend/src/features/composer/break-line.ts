import { type Edit, insertAt } from './edit.js';

/** A line of a list or a quotation: its indentation, its sign, what it says. */
const ITEM = /^(\s*)(?:([-*+]|>)|(\d{1,3})([.)]))( +\[[ xX]\])?( +)(.*)$/;

/** The next line continues a list or quotation; after an empty item it ends. Null where a plain break is enough. */
export function breakLine(text: string, caret: number): Edit | null {
  const from = text.lastIndexOf('\n', caret - 1) + 1;
  const found = ITEM.exec(text.slice(from, caret));
  if (!found) return null;
  const [, indent = '', sign, number, after = '', box, space = ' ', said = ''] = found;
  const isEmpty = said === '' && (text[caret] ?? '\n') === '\n';
  if (isEmpty) return { from, to: caret, insert: '', select: [from, from] };
  const next = number === undefined ? sign : `${Number(number) + 1}${after}`;
  return insertAt(caret, caret, `\n${indent}${next}${box === undefined ? '' : ' [ ]'}${space}`);
}
