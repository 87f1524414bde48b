import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, jest, test } from '@jest/globals';
import { WebSocket, WebSocketServer } from 'ws';
import { type Batch, Frame } from '../../src/realtime/connection/frame.js';
import { RawWebSocketWriter, textFrame } from '../../src/realtime/connection/raw-websocket-writer.js';
import { WriteScheduler } from '../../src/realtime/connection/write-scheduler.js';

const closing: (() => void)[] = [];
afterEach(() => {
  jest.useRealTimers();
  for (const close of closing.splice(0)) close();
});

/** Both ends of a real WebSocket. */
async function connect(): Promise<{ client: WebSocket; accepted: WebSocket; heard: string[] }> {
  const http = createServer().listen(0, '127.0.0.1');
  const server = new WebSocketServer({ server: http });
  await once(http, 'listening');
  const client = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`);
  const heard: string[] = [];
  client.on('message', (data) => heard.push(String(data)));
  const [[accepted]] = await Promise.all([once(server, 'connection'), once(client, 'open')]);
  closing.push(() => {
    client.terminate();
    server.close();
    http.close();
  });
  return { client, accepted, heard };
}

async function until(condition: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 5_000; !condition(); ) {
    if (Date.now() > deadline) throw new Error('waited in vain');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const frame = (text: string) => new Frame(text, textFrame);

test('frames of every length, one behind the other in one write, are what a WebSocket hears', async () => {
  const { accepted, heard } = await connect();
  const texts = ['', 'é', 'x'.repeat(125), 'x'.repeat(126), '€'.repeat(21_845), 'x'.repeat(65_536)];
  let batch: Batch | null = null;
  for (const text of texts) batch = frame(text).behind(batch);
  RawWebSocketWriter.below(accepted)?.write(batch?.bytes ?? Buffer.alloc(0));
  await until(() => heard.length === texts.length);
  expect(heard).toEqual(texts);
  expect(batch?.size).toBe(batch?.bytes.length);
});

test('what is written past the installed ws keeps its place among what ws is given', async () => {
  const { accepted, heard } = await connect();
  const line = RawWebSocketWriter.below(accepted);
  // Null would mean that ws is not as it was: then everything is written its way, several times slower.
  if (!line) throw new Error('There is no line below.');
  for (const n of [1, 3, 5]) {
    accepted.send(`${n}`);
    expect(line.isIdle).toBe(true);
    line.write(frame(`${n + 1}`).bytes);
  }
  await until(() => heard.length === 6);
  expect(heard).toEqual(['1', '2', '3', '4', '5', '6']);
});

test('nothing is written past a ws that holds something back, or that is closing', async () => {
  const { accepted } = await connect();
  const line = RawWebSocketWriter.below(accepted);
  accepted.send(new Blob(['ws reads this first']));
  expect(line?.isIdle).toBe(false);
  await until(() => line?.isIdle === true);
  accepted.close();
  expect(line?.isIdle).toBe(false);
});

test('what is no WebSocket of ws has no line below', () => {
  for (const other of [null, {}, 'polling', { _sender: {}, _socket: {} }]) {
    expect(RawWebSocketWriter.below(other)).toBeNull();
  }
});

test('whoever was told the same shares one batch and its bytes', () => {
  const [one, two, three] = [frame('1'), frame('2'), frame('3')];
  const [ann, bob] = [two.behind(one.behind(null)), two.behind(one.behind(null))];
  expect(ann).toBe(bob);
  expect(ann.bytes).toBe(bob.bytes);
  // Somebody who missed the first, and somebody who came with the last, have theirs.
  const eve = three.behind(two.behind(null));
  expect(three.behind(ann).frames).toEqual([one, two, three]);
  expect(eve.frames).toEqual([two, three]);
  expect(String(three.behind(null).bytes)).toContain('3');
});

test('connections are flushed once, behind everything that one turn of the event loop brings', async () => {
  const writes = new WriteScheduler();
  const flushed: string[] = [];
  const connection = { flush: () => flushed.push('ann') };
  writes.schedule(connection);
  expect(flushed).toEqual([]);
  await new Promise((resolve) => setImmediate(resolve));
  expect(flushed).toEqual(['ann']);
});

test('while writing takes the time, what comes meanwhile waits to be joined, and not for long', () => {
  jest.useFakeTimers();
  const writes = new WriteScheduler();
  let flushed = 0;
  writes.schedule({ flush: () => jest.advanceTimersByTime(1_000) });
  jest.advanceTimersByTime(0);
  writes.schedule({ flush: () => (flushed += 1) });
  jest.advanceTimersByTime(9);
  expect(flushed).toBe(0);
  jest.advanceTimersByTime(1);
  expect(flushed).toBe(1);
  // Having rested, and with little to write, it is at once again.
  jest.advanceTimersByTime(10);
  writes.schedule({ flush: () => (flushed += 1) });
  jest.advanceTimersByTime(0);
  expect(flushed).toBe(2);
});

test('what is in no hurry waits for a moment, all of it together', () => {
  jest.useFakeTimers();
  const writes = new WriteScheduler();
  const flushed: string[] = [];
  writes.scheduleLater({ flush: () => flushed.push('ann') });
  jest.advanceTimersByTime(60);
  writes.scheduleLater({ flush: () => flushed.push('bob') });
  jest.advanceTimersByTime(39);
  expect(flushed).toEqual([]);
  jest.advanceTimersByTime(2);
  expect(flushed).toEqual(['ann', 'bob']);
  // The next waits as long.
  writes.scheduleLater({ flush: () => flushed.push('eve') });
  jest.advanceTimersByTime(99);
  expect(flushed).toHaveLength(2);
  jest.advanceTimersByTime(2);
  expect(flushed).toEqual(['ann', 'bob', 'eve']);
});
