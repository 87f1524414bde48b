import { acknowledged, type Check, digestOf, group, keyOf, keyOfRow, placeOf } from './finding.js';

/** Every acknowledgement is in the table at that seq with that body; edits and deletions likewise. */
export const i1: Check = (history, { messages }) => {
  const rows = new Map(messages.map((row) => [placeOf(row), row]));
  const broken: string[] = [];
  const acks = acknowledged(history);
  for (const ack of acks) {
    const row = rows.get(placeOf(ack));
    const what = `${ack.roomId} #${ack.seq}, acknowledged at ${Math.round(ack.at)} ms`;
    if (!row) broken.push(`${what}, is not in the table`);
    else if (row.clientId !== ack.clientId || row.userId !== ack.userId || row.id !== ack.id) {
      broken.push(`${what}, is another message in the table`);
    } else if (row.digest !== null && row.digest !== digestOf(ack.text))
      broken.push(`${what}, has another text in the table`);
  }
  const amended = history.amendments.filter(({ done }) => done !== null);
  for (const { done, text, ...place } of amended) {
    const row = rows.get(placeOf(place));
    const kept = text === null ? row?.deleted : row && (row.rev > (done?.rev ?? 0) || row.text === text);
    if (!kept)
      broken.push(`${text === null ? 'a deletion' : 'an edit'} of ${placeOf(place)} is not in the table`);
  }
  return { checked: acks.length + amended.length, broken };
};

/** One row for each key, and each resend is answered with the same seq. */
export const i2: Check = (history, { messages }) => {
  const broken: string[] = [];
  for (const [key, rows] of group(messages, keyOfRow)) {
    if (rows.length > 1) broken.push(`${key} stands in the table ${rows.length} times`);
  }
  // A row under a key that was not used is another message stored a second time.
  const sent = new Set([...history.sends, ...history.attempts].map(keyOf));
  for (const row of messages) {
    if (!sent.has(keyOfRow(row))) broken.push(`${placeOf(row)} was not sent under its clientId`);
  }
  for (const [key, acks] of group(acknowledged(history), (ack) => `${keyOf(ack)} ${ack.text}`)) {
    const seqs = new Set(acks.map(({ seq }) => seq));
    if (seqs.size > 1) broken.push(`${key} was answered with the seqs ${[...seqs].join(', ')}`);
  }
  return { checked: messages.length, broken };
};

/** The seqs of a room are 1 to last_seq, and no two changes share a rev. */
export const i3: Check = (_, { rooms, messages, members, reactionRevs }) => {
  const broken: string[] = [];
  const byRoom = group(messages, ({ roomId }) => roomId);
  for (const { id, lastSeq, lastRev } of rooms) {
    const rows = byRoom.get(id) ?? [];
    const seqs = rows.map(({ seq }) => seq).sort((a, b) => a - b);
    const whole = seqs.length === lastSeq && seqs.every((seq, i) => seq === i + 1);
    if (!whole) broken.push(`${id} has ${seqs.length} messages, and its last seq is ${lastSeq}`);
    const revs = [
      ...rows.flatMap(({ rev, createdRev }) => (rev === createdRev ? [rev] : [rev, createdRev])),
      ...[...members, ...reactionRevs].filter(({ roomId }) => roomId === id).map(({ rev }) => rev),
    ];
    if (new Set(revs).size !== revs.length) broken.push(`two changes of ${id} share a rev`);
    if (revs.some((rev) => rev > lastRev)) broken.push(`${id} has a rev above its last, ${lastRev}`);
  }
  return { checked: rooms.length, broken };
};

/** A message that was refused for good never appears. */
export const i17: Check = (history, { messages }) => {
  const rows = new Map(messages.map((row) => [keyOfRow(row), row]));
  const broken: string[] = [];
  let checked = 0;
  for (const attempt of history.attempts) {
    if (attempt.outcome.is !== 'refused' || !attempt.outcome.final) continue;
    checked += 1;
    const row = rows.get(keyOf(attempt));
    // Refused as a conflict, another text stands under that clientId, as it should.
    if (row && row.digest === digestOf(attempt.text)) {
      broken.push(`${placeOf(row)} was refused with ${attempt.outcome.code} and is in the table`);
    }
  }
  return { checked, broken };
};
