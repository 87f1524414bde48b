import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { SignedIn } from '@parley/protocol';
import { WebSocket } from 'ws';
import { sharedCluster } from '../support/shared-cluster.js';
import { Talker } from '../support/talker.js';

/** Faults that were found in other servers, tried on this one. */
const cluster = sharedCluster();
let ann: Talker;
const open: Talker[] = [];

beforeAll(async () => {
  ann = await Talker.register(cluster.url, 'ann');
});

afterEach(async () => {
  for (const talker of open.splice(0)) talker.close();
  // Whatever was tried on other connections: the process lives, and nobody else was cut off.
  expect(await ann.ask('mark_read', { roomId: 'general', seq: 0 })).toMatchObject({ ok: true });
  expect(cluster.instances[0]?.output()).not.toMatch(/fault|unhandled|uncaught/i);
});

const victim = async () => {
  const talker = await Talker.connect(cluster.url, ann.signedIn as SignedIn);
  open.push(talker);
  return talker;
};

test('CVE-2024-38355: an event called like those of an emitter is refused, also before signing in', async () => {
  const stranger = Talker.open(cluster.url);
  open.push(stranger);
  for (const [talker, code] of [
    [await victim(), 'unknown_command'],
    [stranger, 'unauthenticated'],
  ] as const) {
    await talker.until(() => talker.socket.connected, 'to be connected');
    for (const name of ['error', 'close', 'end']) {
      talker.socket.io.engine.write(`2["${name}",{"message":"x"}]`);
    }
    await talker.until(() => talker.all('error').length === 3, 'to hear of each');
    expect(talker.all('error').map((error) => error.code)).toEqual([code, code, code]);
    talker.socket.io.engine.write('2["newListener",{}]');
    await talker.hear('disconnect');
  }
});

describe('CVE-2022-2421: a placeholder for an attachment that is not there', () => {
  test.each(['"splice"', '"__proto__"', '-1', '1', '1e9', 'null', '{}'])(
    'under the number %s ends its own connection',
    async (number) => {
      const talker = await victim();
      talker.socket.io.engine.write(
        `51-["send_message",{"roomId":"general","message":{"_placeholder":true,"num":${number}}}]`,
      );
      talker.socket.io.engine.write(Buffer.from([1]) as never);
      await talker.hear('disconnect');
    },
  );
});

describe('CVE-2026-33151: attachments without end', () => {
  test.each([11, 100_000, 4_294_967_296])(
    'an announcement of %s ends the connection before one was kept',
    async (count) => {
      const talker = await victim();
      talker.socket.io.engine.write(`5${count}-["send_message",{}]`);
      await talker.hear('disconnect');
    },
  );
});

test.each(['/ws', '/socket.io/?EIO=4&transport=websocket'])(
  'CVE-2026-48779: a message in tiny fragments without end is cut off long before its bytes are too many, on %s',
  async (path) => {
    const socket = new WebSocket(cluster.url.replace('http', 'ws') + path, {
      headers: { authorization: `Bearer ${ann.signedIn?.accessToken}` },
    });
    const closed = new Promise<number>((resolve) => socket.on('close', resolve));
    socket.on('error', () => undefined);
    await new Promise((resolve) => socket.once('open', resolve));
    // Far fewer bytes than one frame may have.
    for (let sent = 0; sent < 20_000; sent += 1) socket.send('x', { fin: false });
    expect(await closed).toBe(1008);
  },
);
