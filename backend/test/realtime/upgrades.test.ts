import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import { sharedCluster } from '../support/shared-cluster.js';

const cluster = sharedCluster({ env: { WS_PORT: '0' } });
let wsUrl: string;

beforeAll(async () => {
  const [, port] = /ws:\/\/localhost:(\d+)/.exec(cluster.instances[0]?.output() ?? '') ?? [];
  wsUrl = `http://127.0.0.1:${port}`;
});

interface Options {
  method?: string;
  upgrade?: string;
  agent?: Agent;
  /** In two pieces, the second a moment behind the head. */
  body?: [string, string];
  headers?: Record<string, string>;
}

interface Answer {
  status: number | undefined;
  headers: IncomingMessage['headers'];
  text: string;
  /** On a TCP connection that served another request before. */
  reused: boolean;
}

async function ask(
  address: string,
  { method = 'GET', upgrade = 'h2c', agent, body, headers = {} }: Options = {},
): Promise<Answer> {
  const offer = { connection: 'Upgrade, HTTP2-Settings', upgrade, 'http2-settings': 'AAMAAABkAAQAAP__' };
  const asked = request(address, { method, agent, timeout: 5_000, headers: { ...offer, ...headers } });
  asked.on('timeout', () => asked.destroy(new Error('no answer')));
  if (body) {
    asked.write(body[0]);
    setTimeout(() => asked.end(body[1]), 50);
  } else asked.end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of answer.setEncoding('utf8')) text += chunk;
  return { status: answer.statusCode, headers: answer.headers, text, reused: asked.reusedSocket };
}

describe('an offer to upgrade to what this is not', () => {
  test.each(['h2c', 'foo', 'TLS/1.0, h2c'])(
    '%s is ignored, and the request answered as any other',
    async (upgrade) => {
      const { status, text, headers } = await ask(`${cluster.url}/health`, { upgrade });
      expect({ status, text: JSON.parse(text) }).toMatchObject({ status: 200, text: { status: 'ok' } });
      expect(headers['x-content-type-options']).toBe('nosniff');
    },
  );

  test.each([
    ['of a length that is told', (body: string) => ({ 'content-length': String(body.length) })],
    ['in chunks', () => ({ 'transfer-encoding': 'chunked' })],
  ])('leaves the body where it is, one %s', async (_what, lengthOf) => {
    const body: [string, string] = ['{"username":', '"Zoë"}'];
    const headers = {
      'content-type': 'application/json',
      ...lengthOf('x'.repeat(Buffer.byteLength(body.join('')))),
    };
    const { status, text } = await ask(`${cluster.url}/api/auth/guest`, { method: 'POST', body, headers });
    expect({ status, text: JSON.parse(text) }).toMatchObject({
      status: 201,
      text: { user: { username: 'Zoë' } },
    });
  });

  test('keeps the connection, as a proxy does: many of them, one behind the other, and others after them', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const answers: Answer[] = [];
    for (let n = 0; n < 16; n++)
      answers.push(
        await ask(`${cluster.url}/health`, { agent, headers: { connection: 'upgrade, keep-alive' } }),
      );
    answers.push(
      await ask(`${cluster.url}/health`, { agent, upgrade: '', headers: { connection: 'keep-alive' } }),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(17).fill(200));
    expect(answers.slice(1).every(({ reused }) => reused)).toBe(true);
    // Nothing is added to the connection with each.
    expect(cluster.instances[0]?.output()).not.toContain('MaxListenersExceeded');
    agent.destroy();
  });

  test('does not keep anybody from polling, nor the own port from saying what it is for', async () => {
    const polled = await ask(`${cluster.url}/socket.io/?EIO=4&transport=polling`);
    expect(polled).toMatchObject({ status: 200, text: expect.stringMatching(/^0\{"sid"/) });
    expect((await ask(`${cluster.url}/ws`)).status).toBeGreaterThanOrEqual(400);
    expect((await ask(wsUrl)).status).toBe(426);
  });

  test('with a POST is no handshake of a WebSocket either', async () => {
    expect((await ask(`${cluster.url}/ws`, { method: 'POST', upgrade: 'websocket' })).status).toBe(404);
  });
});

test.each(['/', '/nowhere', '/ws/', '/api/chat/general/events', '/socket.iox/'])(
  'a WebSocket at %s is refused at once',
  async (path) => {
    const socket = new WebSocket(`${cluster.url.replace('http', 'ws')}${path}`);
    const begun = performance.now();
    const [, answer] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
    expect(answer.statusCode).toBe(404);
    expect(performance.now() - begun).toBeLessThan(2_000);
    socket.on('error', () => undefined).terminate();
  },
);

test('a connection that waits for its next request is kept longer than a proxy keeps it, and told so', async () => {
  const { headers } = await ask(`${cluster.url}/health`, {
    upgrade: '',
    headers: { connection: 'keep-alive' },
  });
  expect(headers['keep-alive']).toBe('timeout=75');
  const own = await ask(wsUrl, { upgrade: '', headers: { connection: 'keep-alive' } });
  expect(own.headers['keep-alive']).toBe('timeout=75');
});
