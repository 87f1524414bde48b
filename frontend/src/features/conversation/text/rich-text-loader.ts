import { late } from '../../../late.js';
import { firstRoomDrawn } from '../../rooms/first-room.js';

const richText = late(async () => (await import('./RichText.js')).RichText);

// Somebody will write something that needs it.
void firstRoomDrawn.then(richText.load);

/** Begins to fetch what draws Markdown. Texts stay plain until it is here. */
export const loadRichText = richText.load;

/** What draws Markdown; null until it is here. */
export const useRichText = richText.use;
