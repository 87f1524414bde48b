/** One change of a text: what stands from `from` to `to` becomes `insert`, and then `select` is selected. */
export interface Edit {
  from: number;
  to: number;
  insert: string;
  select: readonly [number, number];
}

export function insertAt(from: number, to: number, insert: string): Edit {
  const end = from + insert.length;
  return { from, to, insert, select: [end, end] };
}

/** A word becomes another one. The caret stays behind what was written after it meanwhile. */
export function replaceWord(
  { value, selectionStart }: Pick<HTMLTextAreaElement, 'value' | 'selectionStart'>,
  from: number,
  to: number,
  word: string,
  after: string,
): Edit {
  const isSpaced = after !== '' && value[to] === after;
  const insert = isSpaced ? word : word + after;
  const behind = Math.max(isSpaced ? 1 : 0, selectionStart - to);
  const caret = from + insert.length + behind;
  return { from, to, insert, select: [caret, caret] };
}

/** Changes the field as typing does, so that undo undoes it and React hears of it. */
export function edit(field: HTMLTextAreaElement, { from, to, insert, select }: Edit): void {
  field.focus();
  field.setSelectionRange(from, to);
  // Deprecated without a successor: nothing else keeps the browser's own undo.
  const done =
    insert === '' ? document.execCommand('delete') : document.execCommand('insertText', false, insert);
  if (!done && field.value.slice(from, to) !== insert) {
    field.setRangeText(insert);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
  field.setSelectionRange(...select);
}
