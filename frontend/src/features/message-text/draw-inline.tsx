import { isVisible } from '@parley/protocol';
import type { ReactNode } from 'react';
import { Link } from './Link.js';
import { Mentions } from './Mentions.js';
import { type Node, textOf } from './markdown/tree.js';

/** Phrases as elements: never markup of their own, never anything loaded from elsewhere. `name` is mine, which stands out. */
export function drawInline(nodes: readonly Node[], name: string, isInLink = false): ReactNode[] {
  return nodes.map(({ token, children }, key) => {
    const inside = () => drawInline(children, name, isInLink);
    switch (token.type) {
      case 'text':
        // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never change places
        return <Mentions key={key} text={token.content} name={name} />;
      case 'strong_open':
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        return <strong key={key}>{inside()}</strong>;
      case 'em_open':
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        return <em key={key}>{inside()}</em>;
      case 's_open':
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        return <del key={key}>{inside()}</del>;
      case 'code_inline':
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        return <code key={key}>{token.content}</code>;
      case 'link_open':
      case 'image': {
        // Pictures of elsewhere would tell elsewhere who reads this, and when.
        const href = String(token.attrGet('href') ?? token.attrGet('src'));
        // `[this]()` leads nowhere, and stands as it was typed.
        if (href === '') return [token.type === 'image' ? '![' : '[', inside(), ']()'];
        const text = isVisible(textOf(children)) ? drawInline(children, name, true) : href;
        if (isInLink) return text;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <Link key={key} href={href}>
            {text}
          </Link>
        );
      }
      default:
        return token.content;
    }
  });
}
