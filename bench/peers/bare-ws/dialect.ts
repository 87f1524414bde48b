import type { Dialect } from '../../src/target/dialect.js';

/** Frames of JSON, like those of Parley's `/ws`; a token comes with the upgrade. */
export const bareWsDialect: Dialect = {
  request: ({ token }) => ({ path: '/', headers: { Authorization: `Bearer ${token}` } }),
  converse(seat, line) {
    let waiting = seat.rooms.length;
    return {
      opened() {
        if (waiting === 0) line.entered();
        for (const groupId of seat.rooms) line.send(JSON.stringify({ type: 'SUBSCRIBE', groupId }));
      },
      hear(text) {
        if (!text.startsWith('{"type":"SUBSCRIBED"')) return;
        waiting -= 1;
        if (waiting === 0) line.entered();
      },
    };
  },
  delivery: Buffer.from('{"type":"MESSAGE"'),
  placeOf: () => null,
  say: (room, body, id) => `{"type":"MESSAGE","groupId":"${room}","message":"${body}","id":${id}}`,
  answerIn(text) {
    const [, id] = /^\{"type":"SENT","id":(\d+)\}$/.exec(text) ?? [];
    return id === undefined ? null : { id: Number(id), refused: null };
  },
  answers: true,
  echoes: true,
};
