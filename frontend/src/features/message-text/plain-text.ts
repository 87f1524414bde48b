import { isVisible } from '@parley/protocol';
import { takeMarker } from './markdown/list-item.js';
import { reader } from './markdown/reader.js';
import { type Node, treeOf } from './markdown/tree.js';

/** A message's text as it is read, without its marks: for what has no elements, such as notifications. */
export function plainText(text: string): string {
  const plain = read(treeOf(reader.parse(text, {})))
    .replace(/\s*\n\s*/g, '\n')
    .trim();
  return isVisible(plain) ? plain : text;
}

function read(nodes: readonly Node[]): string {
  return nodes.map(readOne).join('');
}

function readOne(node: Node): string {
  const { token, children } = node;
  if (token.type === 'list_item_open') return `${takeMarker(node)} ${read(children)}\n`;
  if (token.type === 'image' && children.length === 0) return String(token.attrGet('src'));
  const inside = children.length > 0 ? read(children) : token.content;
  if (token.type === 'th_open' || token.type === 'td_open') return `${inside} `;
  return token.block && token.type !== 'inline' ? `${inside}\n` : inside;
}
