import { type Check, group } from './finding.js';

const keyOf = ({ roomId, seq, emoji }: { roomId: string; seq: number; emoji: string }) =>
  `${roomId} #${seq} ${emoji}`;

/**
 * What was answered last about a reaction stands in the table, no user makes one twice, and every count that is shown is the
 * plain count over the table. Of a message that was deleted nothing is left.
 */
export const i23: Check = (history, { messages, reactions }) => {
  const broken: string[] = [];
  const deleted = new Set(
    messages.filter((row) => row.deleted).map(({ roomId, seq }) => `${roomId} #${seq}`),
  );
  const made = group(reactions, keyOf);
  for (const [key, rows] of made) {
    if (new Set(rows.map(({ userId }) => userId)).size < rows.length)
      broken.push(`${key} was made twice by one`);
  }
  let checked = 0;
  for (const [key, wishes] of group(history.reactionWishes, (wish) => `${keyOf(wish)} by ${wish.userId}`)) {
    const asked = wishes.filter(({ outcome }) => outcome !== 'refused');
    const last = asked.at(-1);
    // What had no answer may be done much later, by an instance that was frozen.
    const isCertain = asked.every(({ outcome }) => outcome === 'done');
    if (!last || !isCertain || deleted.has(`${last.roomId} #${last.seq}`)) continue;
    checked += 1;
    const stands = made.get(keyOf(last))?.some(({ userId }) => userId === last.userId) ?? false;
    if (stands !== last.on)
      broken.push(`${key} was answered as ${last.on ? 'made' : 'taken back'}, and is not`);
  }
  for (const { where, roomId, seqs, reactions: shown } of history.shownReactions) {
    const here = new Set(seqs.filter((seq) => !deleted.has(`${roomId} #${seq}`)));
    const counts = new Map<string, number>();
    for (const row of reactions) {
      if (row.roomId === roomId && here.has(row.seq))
        counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + 1);
    }
    for (const { seq, emoji, count } of shown) {
      if (!here.has(seq)) continue;
      checked += 1;
      const key = keyOf({ roomId, seq, emoji });
      const stored = counts.get(key) ?? 0;
      if (stored !== count) broken.push(`${where} shows ${count} of ${key}, and there are ${stored}`);
      counts.delete(key);
    }
    for (const [key, count] of counts) broken.push(`${where} shows none of ${key}, and there are ${count}`);
  }
  return { checked, broken };
};
