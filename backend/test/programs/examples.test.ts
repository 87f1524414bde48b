import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Message, ParleyClient, type Room, Session } from '@parley/client';
import { Consumer, ROOT } from '../support/consumer.js';
import { startCluster, type TestCluster } from '../support/instances.js';
import { Program } from '../support/program.js';

let cluster: TestCluster;
let place: Consumer;
let chat: ParleyClient;
let url: string;

beforeAll(async () => {
  place = await Consumer.create();
  cluster = await startCluster({ instances: 1, redis: false });
  url = cluster.url;
  const session = new Session({ url });
  await session.register('Ann', 'correct horse');
  chat = await connected(session);
}, 60_000);
afterAll(async () => {
  chat?.disconnect();
  await cluster?.stop();
  await place?.remove();
});

async function connected(session: Session): Promise<ParleyClient> {
  const client = new ParleyClient({ session });
  await client.connect();
  return client;
}

function example(name: string, args: string[], env: Record<string, string> = {}): Program {
  const file = join(ROOT, 'client/examples', name);
  return Program.node([file, ...args], { cwd: place.directory, env: { PARLEY_URL: url, ...env } });
}

/** The next message of somebody else. */
async function nextOf(messages: AsyncIterator<Message>): Promise<string> {
  for (;;) {
    const { value } = await messages.next();
    if (value === undefined) throw new Error('the room ended');
    if (value.userId !== chat.me.id) return `${value.username}: ${value.message}`;
  }
}

test('the bot answers whoever speaks to it, nobody else, and ends with Ctrl-C', async () => {
  const bot = example('bot.js', ['bots']);
  await bot.prints('Listening in bots.');
  const room: Room = await chat.join('bots');
  const messages = room.messages();
  room.send('Good morning.');
  room.send('!echo twice\nover');
  expect(await nextOf(messages)).toBe('Helper: Ann said: twice\nover');
  room.send('!who');
  expect(await nextOf(messages)).toBe('Helper: Here: Ann, Helper');

  // What it says of this guest begins like a command: it must not answer itself.
  const guest = new Session({ url });
  await guest.enterAsGuest('!time');
  const joker = await connected(guest);
  (await joker.join('bots')).send('!echo once');
  expect(await nextOf(messages)).toBe('!time: !echo once');
  expect(await nextOf(messages)).toBe('Helper: !time said: once');
  await joker.close();
  room.send('!help');
  expect(await nextOf(messages)).toMatch(/^Helper: I know/);
  bot.child.kill('SIGINT');
  expect(await bot.exit()).toBe(0);
  expect(bot.stderr).toBe('');
}, 30_000);

test('what is piped to post.js is one stored message when it ends', async () => {
  const room = await chat.join('deploys');
  const messages = room.messages();
  const post = example('post.js', ['deploys'], { PARLEY_USER: 'Ann', PARLEY_PASSWORD: 'correct horse' });
  post.child.stdin.end('deploy done\nin 12 s\n');
  expect(await post.exit()).toBe(0);
  expect(post.stdout).toBe('Stored as number 1 of deploys.\n');
  const { value } = await messages.next();
  expect(value).toMatchObject({ message: 'deploy done\nin 12 s', username: 'Ann' });
}, 30_000);

test('post.js says why it could not, and fails', async () => {
  const post = example('post.js', ['deploys'], { PARLEY_USER: 'Ann', PARLEY_PASSWORD: 'wrong' });
  post.child.stdin.end('lost');
  expect(await post.exit()).toBe(1);
  expect(post.stderr).toBe('The name or the password is wrong.\n');
}, 30_000);

test('log.js keeps a room whole over several runs, also after it was killed while it wrote', async () => {
  const room = await chat.join('minutes');
  const file = place.path('minutes.jsonl');
  const lines = async () => (await readFile(file, 'utf8')).trimEnd().split('\n');
  const say = async (count: number) => {
    for (let n = 0; n < count; n += 1) await room.send(`point ${n}`).done;
  };
  const runUntil = async (count: number) => {
    const log = example('log.js', ['minutes', file]);
    for (let times = 0; times < 400; times += 1) {
      const known = await lines().catch(() => []);
      if (known.length >= count && known.at(-1)?.endsWith('}')) break;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    log.child.kill('SIGINT');
    expect(await log.exit()).toBe(0);
  };
  await say(3);
  await runUntil(3);
  await writeFile(file, `${(await lines()).join('\n')}\n{"seq":4,"mess`);
  await say(2);
  await runUntil(5);
  expect((await lines()).map((line) => JSON.parse(line).seq)).toEqual([1, 2, 3, 4, 5]);
}, 30_000);
