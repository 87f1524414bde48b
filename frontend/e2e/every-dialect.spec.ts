import type { Message } from '@parley/protocol';
import { expect, type Page, test } from '@playwright/test';
import { io, type Socket } from 'socket.io-client';
import { Person } from './support/person.js';
import { sharedCluster } from './support/shared-server.js';

const EACH_SAYS = 20;

const cluster = sharedCluster();
let ada: Person;
let plain: Page;
let stock: Socket;

test.beforeAll(async ({ browser }) => {
  ada = await Person.signedIn(browser, cluster.urls[0], 'Ada');
  plain = await browser.newPage();
  stock = io(cluster.urls[0], { transports: ['websocket'], forceNew: true });
});

test.afterAll(() => stock?.disconnect());

test('the page, a stock Socket.IO client and a plain WebSocket in one room see the same messages in the same order', async () => {
  const heardByStock: string[] = [];
  stock.on('message', ({ message }: Message) => heardByStock.push(message));
  stock.emit('authenticate', { userId: 'anything', username: 'Stock' });
  await stock.emitWithAck('join_room', { roomId: '1001' });

  // At the other instance.
  await plain.goto(`${cluster.urls[1]}/docs`);
  await plain.evaluate(async () => {
    const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/ws`);
    const heard: string[] = [];
    Object.assign(window, { socket, heard });
    await new Promise<void>((subscribed) => {
      socket.onmessage = ({ data }) => {
        const frame = JSON.parse(data);
        if (frame.type === 'MESSAGE') heard.push(frame.message);
        if (frame.type === 'CONNECTED') socket.send(JSON.stringify({ type: 'SUBSCRIBE', groupId: 1001 }));
        if (frame.type === 'SUBSCRIBED') subscribed();
      };
    });
  });
  const heardByPlain = () =>
    plain.evaluate(() => ('heard' in window && Array.isArray(window.heard) ? window.heard.map(String) : []));
  await ada.findRoom('1001');

  const numbers = Array.from({ length: EACH_SAYS }, (_, i) => i + 1);
  await Promise.all([
    (async () => {
      for (const n of numbers) await ada.say(`page ${n}`);
    })(),
    (async () => {
      for (const n of numbers)
        await stock.emitWithAck('send_message', { roomId: '1001', message: `stock ${n}` });
    })(),
    plain.evaluate(async (all) => {
      const { socket } = window as unknown as { socket: WebSocket };
      for (const n of all) {
        socket.send(JSON.stringify({ type: 'MESSAGE', groupId: 1001, message: `plain ${n}` }));
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }, numbers),
  ]);

  await expect.poll(() => heardByStock.length).toBe(3 * EACH_SAYS);
  await expect.poll(heardByPlain).toEqual(heardByStock);
  const lines = ada.messages.locator('[data-state="stored"][data-seq]');
  await expect(lines.last()).toContainText(heardByStock.at(-1) ?? '');
  const shown = await lines.evaluateAll((all) =>
    all.map((line) => [Number(line.getAttribute('data-seq')), line.textContent ?? ''] as const),
  );
  expect(shown.length).toBeGreaterThan(5);
  for (const [seq, text] of shown) expect(text).toContain(heardByStock[seq - 1]);
  for (const who of ['page', 'stock', 'plain']) {
    expect(heardByStock.filter((text) => text.startsWith(who))).toEqual(numbers.map((n) => `${who} ${n}`));
  }
});
