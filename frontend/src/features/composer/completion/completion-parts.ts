import { behindFirstRoom } from '../../../lib/lazy/first-room.js';

/** What finds suggestions and what draws them, loaded together: without a connection one of them may not be to be had. */
export const completionParts = behindFirstRoom(async () => {
  const [{ find }, { Suggestions }] = await Promise.all([import('./find.js'), import('./Suggestions.js')]);
  return { find, Suggestions };
});
