import type { ParleyClient } from '@parley/client';
import { expect, test } from '@playwright/test';
import { bot } from './support/bot.js';
import { Person } from './support/person.js';
import { sharedServer } from './support/shared-server.js';

const server = sharedServer();
let ben: ParleyClient;
let ada: Person;

test.beforeAll(async ({ browser }) => {
  ben = await bot(server.url, 'Ben');
  ada = await Person.signedIn(browser, server.url, 'Ada');
});

/** A room of these messages, with Ada in it. */
async function roomOf(...messages: string[]): Promise<string> {
  const room = await ben.createRoom({ kind: 'public', name: `Room ${Math.random()}` });
  for (const message of messages) await say(room.id, message);
  await ada.page.goto(`${server.url}/#/rooms/${room.id}`);
  await expect(ada.messages.locator(`[data-seq="${messages.length}"]`)).toBeVisible();
  return room.id;
}

const say = (roomId: string, message: string) => ben.connection.request('send_message', { roomId, message });
const text = (seq: number) => ada.messages.locator(`[data-seq="${seq}"] .text`);

test('code longer than 24 lines fades out and opens, and what is cut at the side fades and scrolls', async () => {
  const lines = Array.from(
    { length: 90 },
    (_, i) => `const value${i} = ${'compute() + '.repeat(i === 3 ? 40 : 1)}1;`,
  );
  await roomOf(`\`\`\`ts\n${lines.join('\n')}\n\`\`\``);
  const code = text(1).locator('pre');
  const heightOf = async () => (await code.boundingBox())?.height ?? 0;
  await expect(code.locator('.hljs-keyword').first()).toHaveText('const');
  // A grammar that a text keeps busy must not keep the page.
  expect(ada.page.workers().length).toBe(1);
  const cut = await heightOf();
  await expect(code).toHaveAttribute('data-more', 'right');
  await code.evaluate((element) => element.scrollTo(9_999, 0));
  await expect(code).toHaveAttribute('data-more', 'left');
  await text(1).getByRole('button', { name: 'Show all 90 lines' }).click();
  expect(await heightOf()).toBeGreaterThan(3 * cut);
  await text(1).getByRole('button', { name: 'Show less' }).click();
  expect(await heightOf()).toBe(cut);
});

test('code without a language has no empty bar above it', async () => {
  await roomOf('```\nid | name\n```');
  const [block, code] = [text(1).locator('.code'), text(1).locator('code')];
  const above = ((await code.boundingBox())?.y ?? 0) - ((await block.boundingBox())?.y ?? 0);
  expect(above).toBeLessThan(16);
  await block.hover();
  await expect(block.getByRole('button', { name: 'Copy code' })).toBeVisible();
});

test('a number of seven digits stays in the column of the text, and a rule is as wide as it', async () => {
  await roomOf('1234567. a\n8. b', 'above\n\n---\n\nbelow', 'plain');
  const column = await text(3).boundingBox();
  const marker = await text(1).locator('.marker').first().boundingBox();
  expect(marker?.x).toBeGreaterThanOrEqual(column?.x ?? 0);
  const rule = await text(2).locator('hr').boundingBox();
  expect([rule?.x, rule?.width]).toEqual([column?.x, column?.width]);
});

test('a name written from right to left does not turn what is said, and each line has its own direction', async () => {
  await roomOf('@שלמה can you come?', '**hello**\nשלום לכולם', '- פריט ראשון');
  const column = await text(1).boundingBox();
  const startOf = (seq: number, words: string) =>
    text(seq).evaluate((element, wanted) => {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.textContent?.indexOf(wanted) ?? -1;
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + wanted.length);
        const { left, right } = range.getBoundingClientRect();
        return { left, right };
      }
      return { left: Number.NaN, right: Number.NaN };
    }, words);
  const [left, right] = [column?.x ?? 0, (column?.x ?? 0) + (column?.width ?? 0)];
  // The name stands first, at the left.
  expect((await startOf(1, 'שלמה')).left).toBeLessThan((await startOf(1, ' can')).left);
  expect((await startOf(2, 'hello')).left).toBeCloseTo(left, 0);
  expect((await startOf(2, 'שלום')).right).toBeCloseTo(right, 0);
  // Its bullet is at the right.
  expect((await startOf(3, '•')).left).toBeGreaterThan((await startOf(3, 'פריט')).right);
});

test('fifty messages made to stop a page leave it answering, and the words among them are read', async () => {
  const table = `|${'a|'.repeat(740)}\n|${'-|'.repeat(740)}\n${'x\n'.repeat(2_500)}`.slice(0, 8_000);
  const hostile = [
    ...[table, 'a\n=\n'.repeat(1_990), '> '.repeat(3_999), '*a_ '.repeat(1_990), '[a](http://b)'.repeat(600)],
    ...[
      '# a\n'.repeat(1_990),
      '- a\n'.repeat(1_990),
      `\`\`\`js\n${'"a" '.repeat(1_990)}\n\`\`\``,
      '@Ada '.repeat(1_500),
    ],
  ];
  const roomId = await roomOf(
    'before',
    ...Array.from({ length: 50 }, (_, i) => hostile[i % hostile.length] ?? ''),
  );
  await say(roomId, 'and **after** all');
  await expect(text(52).locator('strong')).toHaveText('after');
  expect(await ada.page.locator('*').count()).toBeLessThan(20_000);
  await ada.composer.fill('still here');
  await expect(ada.composer).toHaveValue('still here');
  expect(ada.complaints).toEqual([]);
});

test('a toast of a message shows no marks', async () => {
  await roomOf('first');
  const room = await ben.createRoom({ kind: 'direct', userIds: [await idOf('Ada')] });
  await say(room.id, '**Tea** at [five](https://a.example)?');
  await expect(ada.page.getByRole('region', { name: 'Notices' })).toContainText('Tea at five?');
});

async function idOf(name: string): Promise<string> {
  const [user] = await ben.rest.people(name);
  return user?.id ?? '';
}
