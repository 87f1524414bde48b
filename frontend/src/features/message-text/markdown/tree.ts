import type { Token } from 'markdown-it';

/** A token with what stands between it and the one that closes it. */
export interface Node {
  token: Token;
  children: Node[];
}

export function treeOf(tokens: readonly Token[]): Node[] {
  const open: Node[][] = [[]];
  for (const token of tokens) {
    if (token.nesting < 0) {
      open.pop();
      continue;
    }
    const node = { token, children: treeOf(token.children ?? []) };
    open.at(-1)?.push(node);
    if (token.nesting > 0) open.push(node.children);
  }
  return open[0] ?? [];
}

/** The elements it becomes on the page, or a few more. */
export function countElements(nodes: readonly Node[]): number {
  return nodes.reduce((sum, { token, children }) => {
    const own = token.type === 'text' ? token.content.split('@').length - 1 : (COST[token.type] ?? 1);
    return sum + own + countElements(children);
  }, 0);
}
/** An item has a marker and a body, code a bar with a button. */
const COST: Record<string, number> = {
  inline: 0,
  heading_open: 2,
  list_item_open: 3,
  fence: 9,
  code_block: 9,
  table_open: 2,
};

/** What is read of it. */
export function textOf(nodes: readonly Node[]): string {
  return nodes
    .map(({ token, children }) => (children.length > 0 ? textOf(children) : token.content))
    .join('');
}
