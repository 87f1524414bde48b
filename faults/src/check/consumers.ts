import { type Check, placeOf } from './finding.js';

/** A consumer of the run: it writes down which messages others than their authors deleted. */
const CONSUMER = 'moderation_log';

/** Every change that the consumer is there for was handled once, none is put aside, and none waits. */
export const i21: Check = (history, { rooms, messages, moderated, heads, deadLetters }) => {
  const broken: string[] = [];
  const logged = new Map<string, number>();
  const keyOf = (row: { roomId: string; seq: number; rev: number; by: string | null }) =>
    `${placeOf(row)} at rev ${row.rev} by ${row.by}`;
  for (const row of moderated) logged.set(keyOf(row), (logged.get(keyOf(row)) ?? 0) + 1);
  const deletions = messages.filter(({ deletedBy, userId }) => deletedBy !== null && deletedBy !== userId);
  for (const { deletedBy, ...row } of deletions) {
    const key = keyOf({ ...row, by: deletedBy });
    const count = logged.get(key) ?? 0;
    if (count !== 1) broken.push(`the deletion of ${key} is logged ${count} times`);
    logged.delete(key);
  }
  for (const key of logged.keys()) broken.push(`a deletion of ${key} is logged, and there is none`);
  const places = new Set(deletions.map(placeOf));
  const byOthers = history.moderations.filter(({ done }) => done);
  for (const moderation of byOthers) {
    if (!places.has(placeOf(moderation)))
      broken.push(`${placeOf(moderation)} was deleted by another than its author, and no row says so`);
  }
  const headOf = new Map(heads.map(({ consumer, roomId, rev }) => [`${consumer} ${roomId}`, rev]));
  for (const { id, lastRev } of rooms) {
    const head = headOf.get(`${CONSUMER} ${id}`) ?? 0;
    if (head !== lastRev) broken.push(`${CONSUMER} has come to rev ${head} of ${id}, which is at ${lastRev}`);
  }
  for (const { consumer, roomId, rev } of deadLetters)
    broken.push(`${consumer} put rev ${rev} of ${roomId} aside`);
  return { checked: deletions.length, broken };
};
