import { beforeAll, expect, test } from '@jest/globals';
import { sharedCluster } from '../support/shared-cluster.js';
import { Talker } from '../support/talker.js';

const cluster = sharedCluster();
let ann: Talker;

beforeAll(async () => {
  ann = await Talker.register(cluster.url, 'ann');
});

test('[B3] a number for a name is an unknown command, with an acknowledgement and without', async () => {
  const reply = await ann.askAnything(7 as never, {});
  expect(reply).toMatchObject({ ok: false, error: { code: 'unknown_command' } });
  ann.socket.emit(8 as never, {});
  await ann.hear('error', (error: { command: string }) => error.command === '8');
  const stranger = Talker.open(cluster.url);
  stranger.socket.emit(9 as never, {});
  await stranger.hear('error', (error: { code: string }) => error.code === 'unauthenticated');
  stranger.close();
  expect(cluster.instances[0]?.output()).not.toMatch(/fault|unhandled/i);
});

test('[B7] packets that no client makes end at most their own connection', async () => {
  const nested = (open: string, close: string, n: number) => `${open.repeat(n)}1${close.repeat(n)}`;
  const frames = [
    '2'.padEnd(200_000, '['),
    `2["send_message",${nested('[', ']', 60_000)}]`,
    `2["send_message",${nested('{"a":', '}', 40_000)}]`,
    `51-["send_message",${nested('[', ']', 60_000)}]`,
    '51-["send_message",{"_placeholder":true,"num":99}]',
    '5999999999999-["send_message"]',
    '40/elsewhere,{}',
    '40{"token":{"toString":1}}',
    '41',
    '2["disconnect"]',
    '3999[1]',
    '2[null]',
    '2[["send_message"]]',
    '2{}',
    '9',
  ];
  for (const frame of frames) {
    const { socket } = await Talker.connect(cluster.url, ann.signedIn as NonNullable<typeof ann.signedIn>);
    socket.io.engine.write(frame);
    if (frame.startsWith('5')) socket.io.engine.write(Buffer.from([1]) as never);
    // Answered, or closed for the packet.
    await socket
      .timeout(300)
      .emitWithAck('mark_read', { roomId: 'general', seq: 0 })
      .catch(() => null);
    socket.disconnect();
  }
  expect(await ann.ask('mark_read', { roomId: 'general', seq: 0 })).toMatchObject({ ok: true });
  expect(cluster.instances[0]?.output()).not.toMatch(/fault|unhandled/i);
});
