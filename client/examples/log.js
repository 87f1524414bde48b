// Keeps a room in a file, a line of JSON for each message, none twice and none left out, however often it is started:
// node client/examples/log.js general general.jsonl
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { ParleyClient, Session } from '@parley/client';

const [roomId = 'general', file = `${roomId}.jsonl`] = process.argv.slice(2);
const known = existsSync(file) ? readFileSync(file, 'utf8') : '';
// A run that was killed while writing left half a line.
const whole = known.slice(0, known.lastIndexOf('\n') + 1);
writeFileSync(file, whole);
const last = whole.trimEnd().split('\n').at(-1);

const session = new Session({ url: process.env.PARLEY_URL ?? 'http://localhost:3000' });
await session.enterAsGuest('Log');
const chat = new ParleyClient({ session, maxMessages: 200 });
await chat.connect();
const room = await chat.join(roomId);
process.once('SIGINT', () => chat.close());
for await (const message of room.messages({ after: last ? JSON.parse(last).seq : 0 })) {
  appendFileSync(file, `${JSON.stringify(message)}\n`);
}
