// Posts its input as one message, and ends when it is stored: echo "deploy done" | node client/examples/post.js general
import { text } from 'node:stream/consumers';
import { ParleyClient, Session } from '@parley/client';

const session = new Session({ url: process.env.PARLEY_URL ?? 'http://localhost:3000' });
const { PARLEY_USER: user, PARLEY_PASSWORD: password, PARLEY_NAME: name = 'Shell' } = process.env;
try {
  if (user && password) await session.logIn(user, password);
  else await session.enterAsGuest(name);
  const chat = new ParleyClient({ session });
  await chat.connect();
  const signal = AbortSignal.timeout(30_000);
  const room = await chat.join(process.argv[2] ?? 'general', { signal });
  const { seq } = await room.send((await text(process.stdin)).trimEnd(), { signal }).done;
  console.log(`Stored as number ${seq} of ${room.id}.`);
  await chat.close();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
