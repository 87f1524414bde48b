import type { MarkdownIt, StateBlock } from 'markdown-it';

/**
 * What is read of one message's structure. Beyond these a block is shown as it was typed, and the others stay what they
 * are: the work of reading does not grow faster than the text.
 */
const BOUNDS = {
  /** Quotes within each other, and half as many lists. */
  depth: 12,
  /** Of a message's blocks, with the beginning and the end of each. */
  blockTokens: 3_000,
  columns: 50,
  cells: 1_000,
  /** Of lines that quotes may be looked for in: each quote looks to the end for lines that go on without its mark. */
  quotedLines: 30_000,
  /** Of brackets in one paragraph: each is looked at to its end. */
  brackets: 300,
} as const;

/** A block that is shown as it was typed. */
export const TYPED = 'typed';

export function bounded(md: MarkdownIt): void {
  // Beyond its own bound the library would leave the text out.
  md.set({ maxNesting: 2 * BOUNDS.depth });
  md.block.ruler.before('table', 'too_much', tooMuch);
  md.block.ruler.before('table', 'too_wide', tooWide, { alt: ['paragraph', 'reference'] });
  md.core.ruler.at('inline', ({ tokens, Token, env }) => {
    for (const token of tokens) {
      if (token.type !== 'inline') continue;
      token.children = [];
      if (count(token.content, '[') > BOUNDS.brackets) {
        const typed = new Token('text', '', 0);
        typed.content = token.content;
        token.children.push(typed);
      } else md.inline.parse(token.content, md, env, token.children);
    }
  });
}

function tooMuch(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  const isQuote = state.src[(state.bMarks[startLine] ?? 0) + (state.tShift[startLine] ?? 0)] === '>';
  const quotedLines = Number(state.env.quotedLines ?? 0) + (isQuote ? endLine - startLine : 0);
  state.env.quotedLines = quotedLines;
  const isFew = state.tokens.length < BOUNDS.blockTokens && quotedLines < BOUNDS.quotedLines;
  if (isFew && state.level < BOUNDS.depth) return false;
  let end = startLine + 1;
  // What is indented less is of a list further out.
  const isOfIt = (line: number) => state.isEmpty(line) || (state.sCount[line] ?? 0) >= state.blkIndent;
  while (end < endLine && isOfIt(end)) end += 1;
  return silent || takeTyped(state, startLine, end);
}

/** A row that has fewer cells than the first is filled up: a few letters would make millions. */
function tooWide(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  const ruled = lineAt(state, startLine + 1, endLine);
  if (silent || !/^[\s|:-]*-[\s|:-]*$/.test(ruled) || !ruled.includes('|')) return false;
  const columns = count(lineAt(state, startLine, endLine), '|') + 1;
  let end = startLine;
  while (end < endLine && !state.isEmpty(end)) end += 1;
  if (columns <= BOUNDS.columns && columns * (end - startLine) <= BOUNDS.cells) return false;
  return takeTyped(state, startLine, end);
}

function takeTyped(state: StateBlock, startLine: number, endLine: number): true {
  const token = state.push(TYPED, '', 0);
  token.content = state.getLines(startLine, endLine, state.blkIndent, false).replace(/\n+$/, '');
  token.map = [startLine, endLine];
  state.line = endLine;
  return true;
}

function lineAt(state: StateBlock, line: number, endLine: number): string {
  return line < endLine ? state.src.slice(state.bMarks[line], state.eMarks[line]) : '';
}

function count(text: string, letter: string): number {
  return text.split(letter).length - 1;
}
