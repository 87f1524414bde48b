import { common, createLowlight } from 'lowlight';
import type { Answer, Piece, Question } from './pieces.js';

/** More pieces are not worth their elements. */
const PIECES = 1_500;

const lowlight = createLowlight(common);

addEventListener('message', ({ data }: MessageEvent<Question>) =>
  say({ id: data.id, pieces: coloured(data) }),
);
say({ id: 0, pieces: null });

function say(answer: Answer): void {
  postMessage(answer);
}

function coloured({ text, language }: Question): Piece[] | null {
  if (!lowlight.registered(language)) return null;
  let pieces = 0;
  return cut(lowlight.highlight(language, text).children);

  function cut(nodes: ReturnType<typeof lowlight.highlight>['children']): Piece[] | null {
    const all: Piece[] = [];
    for (const node of nodes) {
      pieces += 1;
      if (pieces > PIECES) return null;
      if (node.type === 'text') all.push(node.value);
      if (node.type !== 'element') continue;
      const inside = cut(node.children);
      if (!inside) return null;
      all.push({ className: String(node.properties.className).replaceAll(',', ' '), inside });
    }
    return all;
  }
}
