import { type Check, placeOf } from './finding.js';

/** A sender who was acknowledged finds the message in the history of any instance at once. */
export const i9: Check = (history) => ({
  checked: history.ownReads.length,
  broken: history.ownReads
    .filter(({ found }) => !found)
    .map((read) => `${placeOf(read)} was acknowledged, and ${read.instance} did not have it`),
});

/** What is told as unread is what the table says, and a read cursor never went back. */
export const i19: Check = (history, { rooms, members }) => {
  const lastSeqs = new Map(rooms.map(({ id, lastSeq }) => [id, lastSeq]));
  const cursors = new Map(members.map(({ roomId, userId, readSeq }) => [`${roomId} ${userId}`, readSeq]));
  const broken: string[] = [];
  for (const { userId, roomId, lastSeq, readSeq } of history.unread) {
    const [last, read] = [lastSeqs.get(roomId), cursors.get(`${roomId} ${userId}`)];
    if (lastSeq !== last || readSeq !== read) {
      broken.push(
        `${userId} in ${roomId} was told ${lastSeq} - ${readSeq} unread instead of ${last} - ${read}`,
      );
    }
  }
  for (const { userId, roomId, seq } of history.marks) {
    const read = cursors.get(`${roomId} ${userId}`) ?? 0;
    if (read < seq) broken.push(`${userId} had read ${roomId} up to ${seq}, and the table says ${read}`);
  }
  return { checked: history.unread.length, broken };
};

/** Everything works again, and no instance ended by itself. */
export const i20: Check = (history) => ({
  checked: history.probes.length,
  broken: [
    ...history.probes.filter(({ ok }) => !ok).map(({ what, detail }) => `${what}: ${detail}`),
    ...history.deaths.map((death) => `an instance ended by itself: ${death}`),
  ],
});
