import { acknowledged, type Check, group, keyOf, keyOfRow } from './finding.js';

/** What a client says in a room, one thing waiting for the other, stands there in that order. */
export const i7: Check = (history, { messages }) => {
  const seqs = new Map(messages.map((row) => [keyOfRow(row), row.seq]));
  const broken: string[] = [];
  let checked = 0;
  const inLine = history.sends.filter(({ line }) => line !== null);
  for (const [who, sends] of group(inLine, ({ line, roomId }) => `${line} in ${roomId}`)) {
    let last = 0;
    for (const send of sends) {
      const seq = seqs.get(keyOf(send));
      if (seq === undefined) continue;
      checked += 1;
      if (seq < last) broken.push(`${who}: #${seq} was said after #${last}`);
      last = Math.max(last, seq);
    }
  }
  return { checked, broken };
};

/** What was acknowledged to anybody before something was sent has the smaller seq. */
export const i8: Check = (history, { messages }) => {
  const seqs = new Map(messages.map((row) => [keyOfRow(row), row.seq]));
  const broken: string[] = [];
  let checked = 0;
  const acksByRoom = group(acknowledged(history), ({ roomId }) => roomId);
  for (const [roomId, sends] of group(history.sends, (send) => send.roomId)) {
    const acks = (acksByRoom.get(roomId) ?? []).sort((a, b) => a.at - b.at);
    let [next, highest] = [0, 0];
    for (const send of sends.toSorted((a, b) => a.at - b.at)) {
      for (let ack = acks[next]; ack && ack.at < send.at; ack = acks[++next]) {
        highest = Math.max(highest, ack.seq);
      }
      const seq = seqs.get(keyOf(send));
      if (seq === undefined) continue;
      checked += 1;
      if (seq < highest) broken.push(`${roomId} #${seq} was sent after #${highest} had been acknowledged`);
    }
  }
  return { checked, broken };
};
