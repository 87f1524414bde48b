import { expect, type Locator, test } from '@playwright/test';
import { Person } from './support/person.js';
import { sharedCluster } from './support/shared-server.js';

const cluster = sharedCluster();
let ada: Person;
let ben: Person;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  ada = await Person.signedIn(browser, cluster.urls[0], 'Ada');
  ben = await Person.signedIn(browser, cluster.urls[1], 'Ben');
  await ada.open('general');
  await ben.open('general');
});

function newest(person: Person): Locator {
  return person.messages.locator('.message-row').last();
}

async function sayMany(person: Person, from: number, to: number): Promise<void> {
  for (let number = from; number <= to; number += 1) await person.say(`line ${number}`);
  await expect(newest(person)).toContainText(`line ${to}`);
  await expect(person.messages.locator('[data-state="sending"]')).toHaveCount(0);
}

/** How far a line is from the top of the list, px. */
async function topOf(person: Person, text: string): Promise<number> {
  const box = await person.messages.getByText(text, { exact: true }).boundingBox();
  return Math.round(box?.y ?? Number.NaN);
}

/** The text of the line so far below the top of the list, px, when the list stands still. */
async function lineInSight(person: Person, below = 300): Promise<string> {
  await person.page.waitForTimeout(300);
  return person.messages.evaluate((list, below) => {
    const { left, top } = list.getBoundingClientRect();
    const line = document.elementFromPoint(left + 200, top + below)?.closest('.message-row');
    return line?.querySelector('.text')?.textContent ?? '';
  }, below);
}

test('a quiet room says what it is for, and leads to the composer', async () => {
  await ada.page.getByRole('button', { name: 'Write the first message' }).click();
  await expect(ada.composer).toBeFocused();
});

test('Markdown is shown as what it means: strong words, lists, links that lead out safely', async () => {
  await ada.say('**Ready**: see https://example.com/notes\n- one\n- two');
  const line = newest(ben);
  await expect(line.locator('strong', { hasText: 'Ready' })).toBeVisible();
  await expect(line.getByRole('listitem')).toHaveText(['•one', '•two']);
  const link = line.getByRole('link', { name: 'https://example.com/notes' });
  await expect(link).toHaveAttribute('target', '_blank');
  await expect(link).toHaveAttribute('rel', 'noopener noreferrer');
});

test('code stands in its colours and can be copied', async () => {
  await ada.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await ada.say('```ts\nconst tea = 1; // hot\n```');
  const code = newest(ada).getByRole('region', { name: 'Code, ts' });
  await expect(code.locator('.hljs-keyword')).toHaveText('const');
  await code.getByRole('button', { name: 'Copy code' }).click();
  await expect(code.getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await ada.page.evaluate(() => navigator.clipboard.readText())).toBe('const tea = 1; // hot');
});

test('a picture of elsewhere is a link: nothing is fetched from there', async () => {
  const asked: string[] = [];
  ben.page.on('request', (request) => asked.push(request.url()));
  await ada.say('![a cat](https://elsewhere.example/cat.png)');
  await expect(newest(ben).getByRole('link', { name: 'a cat' })).toBeVisible();
  await expect(ben.messages.locator('img')).toHaveCount(0);
  expect(asked.filter((url) => url.includes('elsewhere'))).toEqual([]);
});

test('my name stands out, other words do not', async () => {
  await ada.say('@Ben, and not @Benjamin');
  await expect(newest(ben).locator('mark')).toHaveText(['@Ben']);
  await expect(newest(ada).locator('mark')).toHaveCount(0);
});

test('a nest without an end is shown, and the page goes on', async () => {
  await ada.say('>'.repeat(3_000));
  await ada.say(`${'['.repeat(3_000)} end of brackets`);
  await expect(newest(ben)).toContainText('end of brackets');
  await ada.say('still here');
  await expect(newest(ben)).toHaveText(/still here/);
});

test('older pages come above without moving what one reads', async () => {
  await sayMany(ada, 1, 130);
  let fetchOlder = () => {};
  const may = new Promise<void>((resolve) => {
    fetchOlder = resolve;
  });
  await ben.page.route('**/history?**', async (route) => {
    await may;
    await route.continue();
  });
  await ben.page.reload();
  await expect(newest(ben)).toContainText('line 130');
  await ben.messages.evaluate((list) => {
    list.scrollTop = 0;
  });
  await expect(ben.page.getByRole('button', { name: 'Fetching older messages' })).toBeVisible();
  const text = await lineInSight(ben);
  const before = await topOf(ben, text);
  fetchOlder();
  await expect.poll(() => ben.messages.evaluate((list) => list.scrollTop)).toBeGreaterThan(1_000);
  expect(await topOf(ben, text)).toBe(before);
  await ben.page.unroute('**/history?**');
});

test('who reads above is not moved by what is said, and is told how much it is', async () => {
  const text = await lineInSight(ben);
  const before = await topOf(ben, text);
  await ada.say('news 1');
  await ada.say('news 2');
  const pill = ben.page.getByRole('button', { name: '2 new' });
  await expect(pill).toBeVisible();
  expect(await topOf(ben, text)).toBe(before);
  await pill.click();
  await expect(newest(ben)).toContainText('news 2');
  await expect(pill).toBeHidden();
});

test('a room is opened at the first unread message, and the divider stays while it is open', async () => {
  await ben.createRoom('Tea house');
  await sayMany(ada, 131, 170);
  await ben.open('general');
  const divider = ben.messages.getByText('New messages');
  await expect(divider).toBeInViewport();
  await expect(ben.messages.getByText('line 131', { exact: true })).toBeInViewport();
  await expect(ben.page.getByRole('button', { name: '40 new' })).toBeVisible();
  await ben.page.getByRole('button', { name: '40 new' }).click();
  await expect(newest(ben)).toContainText('line 170');
  await ben.messages.evaluate((list) => {
    list.scrollTop -= 600;
  });
  await expect(divider).toBeInViewport();
});

test('coming back to a room restores the place', async () => {
  await ben.messages.evaluate((list) => {
    list.scrollTop -= 900;
  });
  const text = await lineInSight(ben, 30);
  const before = await topOf(ben, text);
  await ben.open('Tea house');
  await ben.open('general');
  await expect.poll(() => topOf(ben, text)).toBe(before);
});

test('a link to a message far above loads up to it and lets it stand out', async () => {
  await ada.open('general');
  await ada.messages.evaluate((list) => {
    list.scrollTop = 0;
  });
  await expect(ada.messages).toContainText('Ready');
  // The lines above are measured one by one: what one points at may move away.
  await expect(async () => {
    await ada.messages.locator('.message-row').first().hover();
    await ada.page.getByRole('button', { name: 'Copy link' }).click({ timeout: 1_000 });
  }).toPass();
  const link = await ada.page.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(/#\/rooms\/general\/1$/);
  await ben.page.goto('about:blank');
  await ben.page.goto(link.replace(cluster.urls[0], cluster.urls[1]));
  const target = ben.messages.locator('.message-row[data-seq="1"]');
  await expect(target).toBeInViewport();
  await expect(target).toHaveAttribute('data-flashes', 'true');
});

test('the arrow keys lead from message to message, and Tab to what one can do there', async () => {
  await ada.page.getByRole('button', { name: 'Newest messages' }).click();
  await expect(newest(ada)).toContainText('line 170');
  await newest(ada).focus();
  await ada.page.keyboard.press('ArrowUp');
  await ada.page.keyboard.press('ArrowUp');
  await expect(ada.messages.locator('.message-row:focus')).toContainText('line 168');
  await ada.page.keyboard.press('Tab');
  await expect(ada.page.getByRole('toolbar', { name: 'Message' }).getByRole('button').first()).toBeFocused();
  await ada.page.keyboard.press('Escape');
  await expect(ada.messages.locator('.message-row:focus')).toContainText('line 168');
  await ada.page.keyboard.press('Home');
  await expect(ada.messages.locator('.message-row:focus')).toContainText('Ready');
});

test('what others say is announced to those who listen', async () => {
  await ben.say('Tea is ready');
  await expect(ada.page.locator('[data-announcer]')).toContainText('Ben: Tea is ready');
});

test('on a slow machine the end is reached however early one asks for it', async () => {
  const slow = await ben.page.context().newCDPSession(ben.page);
  await slow.send('Emulation.setCPUThrottlingRate', { rate: 6 });
  await ada.open('general');
  for (let round = 1; round <= 2; round += 1) {
    await ben.open('Tea house');
    await sayMany(ada, round * 1_000, round * 1_000 + 39);
    // In the moment the button comes the list is still on its way to the divider.
    await ben.page.evaluate(() => {
      new MutationObserver((_, observer) => {
        const pill = [...document.querySelectorAll('button')].find(({ innerText }) =>
          /\d+ new/.test(innerText),
        );
        if (!pill) return;
        observer.disconnect();
        pill.click();
      }).observe(document.body, { childList: true, subtree: true });
    });
    await ben.open('general');
    await expect(newest(ben)).toContainText(`line ${round * 1_000 + 39}`);
    await expect(newest(ben)).toBeInViewport();
  }
  await slow.send('Emulation.setCPUThrottlingRate', { rate: 1 });
});
