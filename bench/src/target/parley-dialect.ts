import type { Dialect } from './dialect.js';
import { answeredIn, asking, ENGINE_PATH, overEngineIo } from './engine-io.js';

/** Below the numbers of what is said, so that no answer is taken for another. */
const JOINS_FROM = 1_000_000_000;

/** Socket.IO, in the words of docs/PROTOCOL.md. */
export const parleyDialect: Dialect = {
  request: () => ({ path: ENGINE_PATH }),
  converse(seat, line) {
    let waiting = seat.rooms.length;
    return overEngineIo(seat.token, line, {
      connected() {
        if (waiting === 0) line.entered();
        for (const [n, roomId] of seat.rooms.entries()) {
          line.send(asking(JOINS_FROM + n, 'join_room', JSON.stringify({ roomId })));
        }
      },
      hear(text) {
        const id = answeredIn(text);
        if (id === null || id < JOINS_FROM) return;
        if (!taken(text)) line.failed(text.slice(0, 200));
        waiting -= 1;
        if (waiting === 0) line.entered();
      },
    });
  },
  delivery: Buffer.from('42["message",'),
  placeOf(text) {
    const [, seq] = /"seq":(\d+)/.exec(text) ?? [];
    return seq === undefined ? null : Number(seq);
  },
  say: (room, body, id) => asking(id, 'send_message', `{"roomId":"${room}","message":"${body}"}`),
  answerIn(text) {
    const id = answeredIn(text);
    if (id === null || id >= JOINS_FROM) return null;
    return { id, refused: taken(text) ? null : (/"code":"(\w+)"/.exec(text)?.[1] ?? 'unreadable') };
  },
  answers: true,
  echoes: true,
};

const taken = (answer: string) => answer.includes('[{"ok":true');
