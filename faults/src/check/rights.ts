import { type Check, group } from './finding.js';

/** A user who was taken out of a private room hears nothing newer of it, writes nothing into it and reads nothing. */
export const i12: Check = (history, { messages }) => {
  const broken: string[] = [];
  const heard = group(history.heard, ({ ear }) => personOf(ear));
  for (const { userId, roomId, rev, backRev, readStatus } of history.removals) {
    const between = (at: number) => at > rev && at < (backRev ?? Number.POSITIVE_INFINITY);
    for (const one of heard.get(userId) ?? []) {
      if (one.is !== 'message' && one.is !== 'updated') continue;
      if (one.roomId === roomId && between(one.rev)) {
        broken.push(`${one.ear}, removed from ${roomId} at rev ${rev}, heard rev ${one.rev}`);
      }
    }
    for (const row of messages) {
      if (row.roomId === roomId && row.userId === userId && between(row.createdRev)) {
        broken.push(`${userId}, removed from ${roomId} at rev ${rev}, wrote #${row.seq}`);
      }
    }
    if (readStatus !== null && readStatus < 400) {
      broken.push(`${userId}, removed from ${roomId}, read its history (${readStatus})`);
    }
  }
  return { checked: history.removals.length, broken };
};

/** A connection of an ended session hears nothing and is served nothing after a few seconds, and is closed. */
export const i13: Check = (history) => {
  const broken: string[] = [];
  for (const { ear, at, allowedMs, lastHeardAt, closedAt, servedAt } of history.revocations) {
    const after = (time: number) => Math.round(time - at);
    if (lastHeardAt > at + allowedMs) {
      broken.push(`${ear} heard something ${after(lastHeardAt)} ms after its session ended`);
    }
    if (servedAt !== null && servedAt > at + allowedMs) {
      broken.push(`${ear} was served ${after(servedAt)} ms after its session ended`);
    }
    if (closedAt === null || closedAt > at + allowedMs) {
      broken.push(`${ear} was still connected ${allowedMs} ms after its session ended`);
    }
  }
  return { checked: history.revocations.length, broken };
};

/** A deleted text is found nowhere. */
export const i14: Check = (history) => ({
  checked: history.amendments.some(({ text, done }) => text === null && done) ? history.searched : 0,
  broken: history.remains.map(({ text, where }) => `${text} is still in ${where}`),
});

/** An ear is named `<client>/<connection>`. */
export const personOf = (ear: string): string => ear.split('/')[0] ?? ear;
