import type { Node } from './tree.js';

const TASK = /^\[([ xX])\](?=\s)\s*/;

/** What stands before an item, as it was typed: lists are not numbered anew. A task's box is taken from its text. */
export function takeMarker({ token, children }: Node): string {
  const first = children[0]?.children[0]?.children[0]?.token;
  const task = first?.type === 'text' ? TASK.exec(first.content) : null;
  if (first && task) {
    first.content = first.content.slice(task[0].length);
    return task[1] === ' ' ? '☐' : '☑';
  }
  if (token.info !== '') return `${token.info}${token.markup}`;
  return token.markup === '+' ? '+' : '•';
}
