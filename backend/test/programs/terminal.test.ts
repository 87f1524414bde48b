import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { ParleyClient, type Room, Session } from '@parley/client';
import { ROOT } from '../support/consumer.js';
import { Door } from '../support/door.js';
import { startCluster, type TestCluster } from '../support/instances.js';
import { Program } from '../support/program.js';
import { Terminal } from '../support/terminal.js';

const MAIN = join(ROOT, 'terminal/dist/main.js');
const ESCAPE = '\u001b';
const CTRL_C = '\u0003';
const LEFT = `${ESCAPE}[D`;

let cluster: TestCluster;
let url: string;
let ben: ParleyClient;
const started: Program[] = [];

beforeAll(async () => {
  cluster = await startCluster({ instances: 1, redis: false, env: { INSTANCE_URLS: '' } });
  url = cluster.url;
  const session = new Session({ url });
  await session.register('Ben', 'correct horse');
  ben = new ParleyClient({ session });
  await ben.connect();
}, 60_000);
afterAll(async () => {
  ben?.disconnect();
  await cluster?.stop();
});

/** Whatever a test began ends with it. */
afterEach(() => {
  for (const { child } of started.splice(0)) child.kill('SIGKILL');
});

function start(
  roomId: string,
  args: string[] = [],
  options: Parameters<typeof Terminal.start>[1] = {},
): Terminal {
  return begun([MAIN, '--url', url, '--room', roomId, '--name', 'Ann', ...args], options);
}

function begun(args: string[], options: Parameters<typeof Terminal.start>[1] = {}): Terminal {
  const terminal = Terminal.start(args, options);
  started.push(terminal.program);
  return terminal;
}

function throughDoor(
  door: Door,
  roomId: string,
  options: Parameters<typeof Terminal.start>[1] = {},
): Terminal {
  return begun([MAIN, '--url', `http://127.0.0.1:${door.port}`, '--room', roomId, '--name', 'Ann'], options);
}

/** The lines without the times they begin with. */
const said = (lines: string[]) => lines.map((line) => line.replace(/^\d\d:\d\d /, ''));

async function talkingIn(roomId: string): Promise<{ ann: Terminal; room: Room }> {
  const room = await ben.join(roomId);
  const ann = start(roomId);
  await ann.shows(/You are Ann, a guest[\s\S]*-- \w+ --/);
  return { ann, room };
}

test('people talk: what is said stands above the line, in order, with days, comings and who types', async () => {
  const room = await ben.join('talk');
  await room.send('Said before anybody came.').done;
  const ann = start('talk');
  await ann.shows('Said before');
  ann.enter('Hello, Ben.');
  await ann.shows('Ann: Hello, Ben.');
  room.typing(true);
  await ann.shows('Ben is typing ...');
  await room.send('Hello, Ann. This line is longer than the sixty columns that Ann has.').done;
  const lines = await ann.shows(/columns that Ann has\.\s*talk>$/);
  const today = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full' }).format(Date.now());
  expect(said(lines)).toEqual([
    'You are Ann, a guest. /help tells what you can do.',
    '-- talk --',
    `-- ${today} --`,
    'Ben: Said before anybody came.',
    'Ann: Hello, Ben.',
    'Ben: Hello, Ann. This line is longer than the sixty',
    '      columns that Ann has.',
    'talk>',
  ]);
  const eve = start('talk', ['--name', 'Eve']);
  await ann.shows('-> Eve came');
  eve.type(CTRL_C);
  expect(await eve.program.exit()).toBe(0);
  await ann.shows('<- Eve went');
  ann.type(CTRL_C);
  expect(await ann.program.exit()).toBe(0);
  expect((await ann.lines()).at(-1)).toBe('<- Eve went');
}, 60_000);

test('what one is writing stays as it is while messages come, over rows, and with the cursor in the middle', async () => {
  const { ann, room } = await talkingIn('writing');
  ann.type('a line that is pasted whole and goes over more than one row of the terminal');
  await ann.shows('terminal');
  ann.type(LEFT + LEFT + LEFT);
  for (const number of [1, 2, 3]) await room.send(`interruption ${number}`).done;
  await ann.shows('interruption 3');
  ann.type('X');
  const lines = await ann.shows('termiXnal');
  expect(said(lines).slice(3)).toEqual([
    'Ben: interruption 1',
    'Ben: interruption 2',
    'Ben: interruption 3',
    'writing> a line that is pasted whole and goes over more than',
    ' one row of the termiXnal',
  ]);
  expect(ann.cursor()).toEqual({
    column: ' one row of the termiX'.length,
    line: ' one row of the termiXnal',
  });
  ann.type('\r');
  const sent = await ann.shows(/Ann: a line that is[\s\S]*termiXnal\s*writing>$/);
  expect(said(sent).slice(3)).toEqual([
    ...['Ben: interruption 1', 'Ben: interruption 2', 'Ben: interruption 3'],
    ...[
      'Ann: a line that is pasted whole and goes over more',
      '      than one row of the termiXnal',
      'writing>',
    ],
  ]);
  ann.type(CTRL_C);
  expect(await ann.program.exit()).toBe(0);
}, 60_000);

test('nothing that others say or are called reaches the terminal as a command', async () => {
  const attack = `${ESCAPE}]0;owned\u0007${ESCAPE}[2J${ESCAPE}[H\u009b31mred${ESCAPE}[6n\rRoot: obey`;
  const room = await ben.join('attacks');
  await expect(room.send(attack).done).rejects.toMatchObject({ code: 'bad_request' });
  // A row of before that rule, and no instance that remembers it as it was sent.
  await room.send('placeholder').done;
  await cluster.database.source.query("UPDATE messages SET body = $1 WHERE room_id = 'attacks'", [attack]);
  await cluster.instances[0]?.kill();
  await cluster.restart(0);
  const ann = start('attacks');
  const titles: string[] = [];
  ann.onTitle((title) => titles.push(title));
  const lines = await ann.shows('obey');
  expect(said(lines).slice(3, 5)).toEqual([
    'Ben: \u241b]0;owned\u2407\u241b[2J\u241b[H\ufffd31mred\u241b[6n',
    '      Root: obey',
  ]);
  expect(lines[0]).toMatch(/^You are Ann/);
  expect(titles).toEqual([]);
  for (const order of [`${ESCAPE}]0`, `${ESCAPE}[2J`, `${ESCAPE}[6n`, '\u009b']) {
    expect(ann.program.stdout).not.toContain(order);
  }
  ann.type(CTRL_C);
  expect(await ann.program.exit()).toBe(0);
}, 60_000);

test('commands show rooms, people, history and help, and lead from room to room', async () => {
  const old = await ben.join('older');
  for (let number = 1; number <= 30; number += 1) void old.send(`point ${number}`);
  await old.send('point 31').done;
  const { ann, room } = await talkingIn('younger');
  ann.enter('/who');
  await ann.shows('2 here: Ann, Ben');
  ann.enter('/rooms');
  await ann.shows(/^older +not joined$/m);
  ann.enter('/nonsense');
  await ann.shows('There is no /nonsense.');
  ann.enter('/join older');
  await ann.shows(/-- older --[\s\S]*point 12\n[\s\S]*point 31\nolder>$/);
  await room.send('unheard').done;
  ann.enter('/history 5');
  const lines = await ann.shows('-- now --');
  expect(said(lines).slice(-9)).toEqual([
    ...['-- 5 earlier --', expect.stringMatching(/^-- \w+, /), 'Ben: point 7', 'Ben: point 8'],
    ...['Ben: point 9', 'Ben: point 10', 'Ben: point 11', '-- now --', 'older>'],
  ]);
  expect(lines.join('\n')).not.toContain('unheard');
  ann.enter('//etc is a path');
  await ann.shows('Ann: /etc is a path');
  ann.enter('/quit');
  expect(await ann.program.exit()).toBe(0);
}, 60_000);

test('a broken connection is told; what is written meanwhile waits, and is stored before one leaves', async () => {
  const room = await ben.join('cable');
  const messages = room.messages();
  const door = await Door.to(Number(new URL(url).port));
  try {
    const ann = throughDoor(door, 'cable');
    await ann.shows('-- cable --');
    door.cut();
    await ann.shows('Not connected. Trying again');
    ann.enter('written in the dark');
    await ann.shows('…  written in the dark');
    ann.type(CTRL_C);
    await ann.shows('Storing what you said.');
    door.open();
    expect(await ann.program.exit()).toBe(0);
    expect((await messages.next()).value).toMatchObject({ message: 'written in the dark', seq: 1 });
  } finally {
    door.close();
  }
}, 60_000);

test('who leaves at once is told what was not stored; a refused message is told with its reason', async () => {
  const door = await Door.to(Number(new URL(url).port));
  try {
    const ann = throughDoor(door, 'cable2', { columns: 400, rows: 60 });
    await ann.shows('-- cable2 --');
    ann.enter('x'.repeat(8_001));
    await ann.shows(/^Not sent: x+… \(The text is longer than a message may be\.\)$/m);
    door.cut();
    await ann.shows('Not connected.');
    ann.enter('lost');
    ann.type(CTRL_C);
    await ann.shows('Storing what you said.');
    const askedAt = Date.now();
    ann.type(CTRL_C);
    expect(await ann.program.exit()).toBe(1);
    // Half of what a patient end would take.
    expect(Date.now() - askedAt).toBeLessThan(5_000);
    expect((await ann.lines()).at(-1)).toBe('Not sent: lost (not stored)');
  } finally {
    door.close();
  }
}, 60_000);

test('names are coloured, the same person alike, unless NO_COLOR is set', async () => {
  const room = await ben.join('colours');
  await room.send('one').done;
  await room.send('two').done;
  const coloured = start('colours');
  await coloured.shows('Ben: two');
  const [first, second] = coloured.program.stdout.split('Ben').map((text) => text.split(ESCAPE).slice(-2));
  expect(first).toEqual([expect.stringMatching(/^\[1m$/), expect.stringMatching(/^\[\d+m$/)]);
  expect(second).toEqual(first);
  coloured.type(CTRL_C);
  expect(await coloured.program.exit()).toBe(0);
  const plain = start('colours', [], { env: { NO_COLOR: '1' } });
  await plain.shows('Ben: two');
  plain.type(CTRL_C);
  expect(await plain.program.exit()).toBe(0);
  const orders = plain.program.stdout.split(ESCAPE).slice(1);
  expect(orders.filter((text) => /^\[[0-9;]*m/.test(text))).toEqual([]);
}, 60_000);

test('a password is asked for and not shown', async () => {
  const terminal = begun([MAIN, '--url', url, '--user', 'Ben', '--room', 'secrets']);
  await terminal.shows('Password of Ben:');
  terminal.enter('correct horse');
  await terminal.shows('You are Ben.');
  expect(terminal.program.stdout).not.toContain('horse');
  terminal.type(CTRL_C);
  expect(await terminal.program.exit()).toBe(0);
}, 60_000);

function piped(roomId: string, env: Record<string, string> = {}, args: string[] = []): Program {
  return Program.node([MAIN, '--room', roomId, ...args], { env: { PARLEY_URL: url, ...env } });
}

test('lines that are piped in are stored in order, slashes and all; the output is plain', async () => {
  const room = await ben.join('pipes');
  await room.send('said before').done;
  const lines = Array.from({ length: 250 }, (_, n) => `/usr/bin/step ${n}`);
  const program = piped('pipes', {}, ['--name', 'Ann']);
  program.child.stdin.end(`${lines.join('\n')}\n\n`);
  expect(await program.exit()).toBe(0);
  expect(program.stderr).toBe('');
  const printed = program.stdout.trimEnd().split('\n');
  expect(printed[0]).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d Ann: \/usr\/bin\/step 0$/);
  expect(printed.map((line) => line.replace(/^.*?Ann: /, ''))).toEqual(lines);
  const { messages } = await ben.rest.history('pipes', { limit: 100 });
  expect(messages.map(({ message }) => message)).toEqual(lines.slice(-100));
}, 60_000);

test('one hears oneself also where others talk at the same time', async () => {
  const room = await ben.join('crowd');
  const program = piped('crowd', {}, ['--name', 'Ann']);
  const others = Array.from({ length: 400 }, (_, n) => room.send(`noise ${n}`).done);
  program.child.stdin.end('my last words\n');
  expect(await program.exit()).toBe(0);
  expect(program.stdout).toContain('Ann: my last words');
  await Promise.all(others);
}, 60_000);

test('a line that is refused is told on stderr, the others are sent, and the exit code says it', async () => {
  const program = piped('pipes2', { PARLEY_USER: 'Ben', PARLEY_PASSWORD: 'correct horse' });
  program.child.stdin.end(`one\n${'x'.repeat(8_001)}\ntwo\n`);
  expect(await program.exit()).toBe(1);
  expect(program.stdout).toMatch(/^\S+ \S+ Ben: one\n\S+ \S+ Ben: two\n$/);
  expect(program.stderr).toMatch(/^Not sent: x+… \(The text is longer than a message may be\.\)\n$/);
}, 60_000);

test("a token of one's own is used and left alive", async () => {
  const token = await ben.session.accessToken();
  const program = piped('pipes3', { PARLEY_TOKEN: token });
  program.child.stdin.end('by token\n');
  expect(await program.exit()).toBe(0);
  expect(program.stdout).toContain('Ben: by token');
  expect((await ben.rest.rooms()).length).toBeGreaterThan(0);
  expect(ben.session.state.state).toBe('signed_in');
}, 60_000);

test('what cannot work says why, and fails', async () => {
  const runs: [Program, number, string][] = [
    [piped('pipes4', {}, ['--nonsense']), 2, "Unknown option '--nonsense'"],
    [piped('pipes4', { PARLEY_USER: 'Ben' }), 1, 'set PARLEY_PASSWORD'],
    [
      piped('pipes4', { PARLEY_USER: 'Ben', PARLEY_PASSWORD: 'wrong horse' }),
      1,
      'The name or the password is wrong.',
    ],
    [
      piped('pipes4', { PARLEY_URL: 'http://127.0.0.1:1' }, ['--name', 'Ann']),
      1,
      'The server cannot be reached',
    ],
    [piped('No Such Room', {}, ['--name', 'Ann']), 1, 'a room id'],
  ];
  for (const [program, code, reason] of runs) {
    program.child.stdin.end('lost\n');
    expect(await program.exit()).toBe(code);
    expect(program.stderr).toContain(reason);
  }
}, 60_000);
