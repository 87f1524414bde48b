import type { Options } from 'react-markdown';
import remarkBreaks from 'remark-breaks';
import remarkGfm from 'remark-gfm';
import { isSafeLink, keepTyped, markMentions } from './markdown-plugins.js';
import { cutAtMentions } from './mentions.js';

/** What of Markdown a message may have, and what becomes of the rest. `name` is mine, which stands out. */
export function markdownOptions(name: string): Options {
  return {
    remarkPlugins: [
      [remarkGfm, { singleTilde: false }],
      keepTyped,
      markMentions((piece) => cutAtMentions(piece, name)),
      remarkBreaks,
    ],
    urlTransform: (url) => (isSafeLink(url) ? url : null),
  };
}
