import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import type { Message } from '@parley/protocol';
import { PinoLogger } from '../src/logger.js';
import { eventually } from './support/eventually.js';
import { startCluster, type TestCluster } from './support/instances.js';
import { Talker } from './support/talker.js';

const TEXT = 'meet me at the old mill';

/** What an instance wrote, line by line. */
function linesOf(cluster: TestCluster): Record<string, unknown>[] {
  const output = cluster.instances[0]?.output() ?? '';
  return output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
}

async function withLevel(level: string, check: (cluster: TestCluster) => Promise<void>): Promise<void> {
  const cluster = await startCluster({ instances: 1, redis: true, env: { LOG_LEVEL: level } });
  try {
    await check(cluster);
  } finally {
    await cluster.stop();
  }
}

/** What an instance wrote comes by another road than its answers. */
function wrote(cluster: TestCluster, words: string): Promise<string> {
  return eventually(
    () => cluster.instances[0]?.output() ?? '',
    (output) => output.includes(words),
  );
}

/** Says something in a room, and fails at something. */
async function talk(cluster: TestCluster) {
  const url = cluster.url;
  const [ann, guest] = [await Talker.register(url, 'ann'), Talker.open(url)];
  const { userId, accessToken } = await guest.do('authenticate', { username: 'Gus' });
  await ann.do('send_message', { roomId: 'general', message: TEXT });
  await ann.do('join_room', { roomId: 'general' });
  const { rev } = await ann.do('send_message', { roomId: 'general', message: TEXT });
  await ann.hear('message', (message: Message) => message.rev === rev);
  await ann.ask('send_message', { roomId: `private-${randomUUID().slice(0, 8)}`, message: TEXT });
  await ann.askAnything(TEXT, { roomId: TEXT, message: TEXT });
  await wrote(cluster, '"outcome":"unknown_command"');
  ann.close();
  guest.close();
  return { ann, userId, rev, secrets: [TEXT, accessToken ?? '', ann.signedIn?.accessToken ?? ''] };
}

test('LOG_LEVEL=debug tells every command: who, where, how it went and how long it took, and nothing that was said', async () => {
  await withLevel('debug', async (cluster) => {
    const { ann, userId, secrets } = await talk(cluster);
    const lines = linesOf(cluster);
    const commands = lines.filter(({ context }) => context === 'command');
    const line = (command: string, username: string, roomId: unknown, outcome: string) =>
      expect.objectContaining({ command, username, roomId, outcome, ms: expect.any(Number) });
    expect(commands).toEqual([
      line('authenticate', 'Gus', null, 'ok'),
      line('send_message', 'ann', 'general', 'ok'),
      line('join_room', 'ann', 'general', 'ok'),
      line('send_message', 'ann', 'general', 'ok'),
      line('send_message', 'ann', expect.stringMatching(/^private-/), 'not_found'),
      line('unknown', 'ann', null, 'unknown_command'),
    ]);
    expect(commands.map((one) => one.userId)).toEqual([userId, ...Array(5).fill(ann.id)]);
    expect(lines.filter(({ context }) => context === 'bus')).toEqual([]);
    for (const secret of secrets) expect(cluster.instances[0]?.output()).not.toContain(secret);
  });
}, 40_000);

test('LOG_LEVEL=trace tells every event of the bus too, out and in: its kind, room, revs and bytes', async () => {
  await withLevel('trace', async (cluster) => {
    const { rev, secrets } = await talk(cluster);
    // Nobody is answered by it.
    await wrote(cluster, '"about":"user_joined"');
    const bus = linesOf(cluster).filter(({ context }) => context === 'bus');
    const said = bus.filter(({ about }) => about === 'message');
    expect(said.slice(-2)).toEqual(
      ['out', 'in'].map((way) =>
        expect.objectContaining({ bus: way, kind: 'changes', roomId: 'general', revs: [rev, rev] }),
      ),
    );
    expect(said.at(-1)?.bytes).toBeGreaterThan(TEXT.length);
    expect(bus).toContainEqual(expect.objectContaining({ kind: 'notice', about: 'room_added' }));
    expect(bus).toContainEqual(expect.objectContaining({ kind: 'signal', about: 'user_joined' }));
    for (const secret of secrets) expect(cluster.instances[0]?.output()).not.toContain(secret);
  });
}, 40_000);

test('a level that is off leaves nothing in the way', () => {
  const logger = new PinoLogger('info', 'here');
  expect(logger.at('debug', 'command')).toBeNull();
  expect(logger.at('trace', 'bus')).toBeNull();
  expect(new PinoLogger('debug', 'here').at('trace', 'bus')).toBeNull();
});
