import MarkdownIt from 'markdown-it';
import { asTyped } from './as-typed.js';
import { bounded } from './bounds.js';

const SAFE_LINK = /^(?:https?:\/\/|mailto:)/i;

/**
 * Reads the Markdown of messages. Off is what has no place in one, or would make typed letters vanish: markup, references,
 * underlined headings, entities.
 */
export const reader = new MarkdownIt({ html: false, linkify: false })
  .disable(['reference', 'lheading', 'html_block', 'html_inline', 'entity', 'autolink', 'linkify'])
  .use(asTyped)
  .use(bounded);
reader.validateLink = (url) => SAFE_LINK.test(url);
reader.normalizeLink = (url) => url;
