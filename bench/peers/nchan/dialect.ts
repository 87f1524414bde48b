import type { Dialect } from '../../src/target/dialect.js';

/** What Parley sends around a text, so that each delivery is as long. Nobody reads it. */
const ID = '00000000-0000-7000-8000-000000000000';
const AROUND = `"rev":1000,"clientId":"${ID}","userId":"${ID}","username":"Guest 1"`;

/** WebSockets that hear one or more channels, and one that says in one: what arrives is what was said, byte for byte. */
export const nchanDialect: Dialect = {
  request: ({ role, rooms }) => ({
    path: `/${role === 'hears' ? 'hear' : 'say'}/${rooms.join(',') || 'nowhere'}`,
  }),
  converse: ({ role, rooms }, line) => ({
    opened() {
      if (role === 'says' && rooms.length > 1) line.failed('who says something in nchan has one channel');
      else line.entered();
    },
    hear: () => undefined,
  }),
  delivery: Buffer.from('{"id":"'),
  placeOf: () => null,
  say: (room, body, id) =>
    `{"id":"${ID}","roomId":"${room}","seq":${id},${AROUND},"message":"${body}","timestamp":1700000000000}`,
  answerIn: () => null,
  // It answers each message with how long its queue is, in no way that tells which message.
  answers: false,
  echoes: false,
};
