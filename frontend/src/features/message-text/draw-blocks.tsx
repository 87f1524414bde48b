import type { ReactNode } from 'react';
import { CodeBlock } from './code/CodeBlock.js';
import { drawInline } from './draw-inline.js';
import { takeMarker } from './markdown/list-item.js';
import type { Node } from './markdown/tree.js';
import { Table } from './Table.js';

/** Blocks as elements. A message is a column of text, not a page: its headings are strong lines. */
export function drawBlocks(nodes: readonly Node[], name: string): ReactNode[] {
  return nodes.map((node, index) => drawBlock(node, index, name));
}

export function drawBlock({ token, children }: Node, key: number, name: string): ReactNode {
  const inside = () => drawBlocks(children, name);
  switch (token.type) {
    case 'inline':
      return drawInline(children, name);
    case 'paragraph_open':
      if (token.hidden) return inside();
      return <p key={key}>{inside()}</p>;
    case 'heading_open':
      return (
        <p key={key} className="heading">
          <strong>{inside()}</strong>
        </p>
      );
    case 'blockquote_open':
      return (
        <blockquote key={key} dir="auto">
          {inside()}
        </blockquote>
      );
    case 'bullet_list_open':
      return (
        <ul key={key} dir="auto">
          {drawItems(children, name)}
        </ul>
      );
    case 'ordered_list_open':
      return (
        <ol key={key} dir="auto">
          {drawItems(children, name)}
        </ol>
      );
    case 'table_open':
      return <Table key={key}>{drawTable(children, name)}</Table>;
    case 'hr':
      return <hr key={key} />;
    case 'fence':
    case 'code_block':
      return <CodeBlock key={key} text={token.content.replace(/\n$/, '')} about={token.info.trim()} />;
    default:
      return (
        <p key={key} className="typed">
          {token.content}
        </p>
      );
  }
}

function drawItems(items: readonly Node[], name: string): ReactNode[] {
  return items.map((item, index) => {
    const marker = takeMarker(item);
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: the items of one text never change places
      <li key={index}>
        <span className="marker">{marker}</span>
        <div className="item">{drawBlocks(item.children, name)}</div>
      </li>
    );
  });
}

/** Its head and its body, their rows, and in these the cells. */
function drawTable(nodes: readonly Node[], name: string): ReactNode[] {
  return nodes.map(({ token, children }, key) => {
    const [, textAlign] = /^text-align:(left|center|right)$/.exec(String(token.attrGet('style'))) ?? [];
    const isCell = token.type === 'th_open' || token.type === 'td_open';
    const Part = token.tag as 'thead' | 'tbody' | 'tr' | 'th' | 'td';
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: the cells of one text never change places
      <Part key={key} style={textAlign ? { textAlign: textAlign as 'left' } : undefined}>
        {isCell ? drawBlocks(children, name) : drawTable(children, name)}
      </Part>
    );
  });
}
