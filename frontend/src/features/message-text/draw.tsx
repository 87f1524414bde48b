import { isVisible } from '@parley/protocol';
import type { ReactNode } from 'react';
import { drawBlock } from './draw-blocks.js';
import { TYPED } from './markdown/bounds.js';
import { reader } from './markdown/reader.js';
import { countElements, type Node, textOf, treeOf } from './markdown/tree.js';

/** So many elements one message may have; what goes beyond them is shown as it was typed. */
export const ELEMENTS = 1_000;

export interface Drawing {
  node: ReactNode;
  /** What it costs to show it. */
  elements: number;
}

/** A message's Markdown as elements. What would be drawn as nothing, or as too much, is shown as it was typed. */
export function draw(written: string, name: string): Drawing {
  const text = written.replace(/\r\n?/g, '\n');
  const blocks = treeOf(reader.parse(text, {}));
  if (!isVisible(textOf(blocks))) return { node: <Typed key={0} text={text} />, elements: 1 };
  const lines = text.split('\n');
  const drawn: ReactNode[] = [];
  let elements = 0;
  let typed: readonly [number, number] | null = null;
  const endTyped = () => {
    if (typed)
      drawn.push(
        <Typed
          key={drawn.length}
          text={lines
            .slice(...typed)
            .join('\n')
            .trimEnd()}
        />,
      );
    typed = null;
  };
  for (const block of blocks) {
    const cost = countElements([block]);
    const [from, to] = block.token.map ?? [0, 0];
    if (isAsTyped(block) || elements + cost > ELEMENTS) {
      typed = [typed?.[0] ?? from, to];
      continue;
    }
    endTyped();
    drawn.push(drawBlock(block, drawn.length, name));
    elements += cost;
  }
  endTyped();
  return { node: drawn, elements: elements + 1 };
}

function isAsTyped(block: Node): boolean {
  if (block.token.type === TYPED) return true;
  return block.token.type !== 'hr' && !isVisible(textOf([block]));
}

function Typed({ text }: { text: string }) {
  return <p className="typed">{text}</p>;
}
