import { common, createLowlight } from 'lowlight';
import { createElement, type ReactNode } from 'react';

const lowlight = createLowlight(common);

type Nodes = ReturnType<typeof lowlight.highlight>['children'];

/** Code as elements with the classes of its grammar; null for a language we do not know. */
export function highlight(text: string, language: string): ReactNode | null {
  if (!lowlight.registered(language)) return null;
  return draw(lowlight.highlight(language, text).children);
}

function draw(nodes: Nodes): ReactNode[] {
  return nodes.map((node, index) => {
    if (node.type === 'text') return node.value;
    if (node.type !== 'element') return null;
    const classes = node.properties.className;
    const className = Array.isArray(classes) ? classes.join(' ') : undefined;
    return createElement('span', { key: index, className }, ...draw(node.children));
  });
}
