import { renderToStaticMarkup } from 'react-dom/server';
import { draw } from '../../src/features/message-text/draw.js';

// A link to a message of this page is told by it.
Object.assign(globalThis, { location: new URL('https://chat.example/') });

/** A text's drawing as markup, for Ada. */
export const drawn = (text: string): string => renderToStaticMarkup(draw(text, 'Ada').node);

/** The same without what only places and directs it. */
export const shortly = (text: string): string =>
  drawn(text).replace(/ (?:dir|class|tabindex|target|rel|aria-label|data-bare)="[^"]*"/g, '');
