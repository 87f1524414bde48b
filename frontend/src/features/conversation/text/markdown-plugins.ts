import type { Options } from 'react-markdown';

/** Deeper than this nothing is laid out: it is shown as it was typed. */
const DEPTH = 12;
const PHRASES = new Set(['paragraph', 'heading', 'link', 'emphasis', 'strong', 'delete', 'tableCell']);
const SAFE_LINK = /^(?:https?:\/\/|mailto:)/i;

type Plugin = NonNullable<Options['remarkPlugins']>[number];

/** What these plugins touch of a Markdown tree. */
interface Node {
  type: string;
  url?: string;
  value?: string;
  alt?: string | null;
  children?: Node[];
  position?: { start: { offset?: number }; end: { offset?: number } };
}

export function isSafeLink(url: string | undefined): boolean {
  return url !== undefined && SAFE_LINK.test(url);
}

/** Whatever we do not draw is shown as it was typed: other kinds of links, markup, footnotes, too deep a nesting. */
export const keepTyped: Plugin = () => (tree: Node, file: { value: unknown }) =>
  walk(tree, String(file.value), 0);

function walk(parent: Node, source: string, depth: number): void {
  if (!parent.children) return;
  parent.children = parent.children.map((node) => {
    if (isRefused(node) || depth > DEPTH) return typed(node, source, parent);
    // Pictures of elsewhere would tell elsewhere who reads this, and when.
    if (node.type === 'image') return asLink(node);
    walk(node, source, depth + 1);
    return node;
  });
}

function isRefused({ type, url }: Node): boolean {
  if (type === 'link' || type === 'image') return !isSafeLink(url);
  return [
    'html',
    'definition',
    'footnoteDefinition',
    'footnoteReference',
    'linkReference',
    'imageReference',
  ].includes(type);
}

function typed({ position }: Node, source: string, parent: Node): Node {
  const text = { type: 'text', value: source.slice(position?.start.offset, position?.end.offset) };
  return PHRASES.has(parent.type) ? text : { type: 'paragraph', children: [text] };
}

function asLink({ url = '', alt }: Node): Node {
  return { type: 'link', url, children: [{ type: 'text', value: alt || url }] };
}

/** Marks each mention of a name, but not in code. */
export function markMentions(cut: (text: string) => string[]): Plugin {
  return () => (tree: Node) => mark(tree, cut);
}

function mark(parent: Node, cut: (text: string) => string[]): void {
  if (!parent.children) return;
  parent.children = parent.children.flatMap((node) => {
    if (node.type !== 'text') {
      mark(node, cut);
      return [node];
    }
    return cut(node.value ?? '').map((value, index) =>
      index % 2 === 1
        ? { type: 'mention', data: { hName: 'mark' }, children: [{ type: 'text', value }] }
        : { type: 'text', value },
    );
  });
}
