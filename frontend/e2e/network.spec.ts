import { WebsocketProxy } from '@parley/testkit/websocket-proxy.js';
import { expect, type Page, test } from '@playwright/test';
import { Person } from './support/person.js';
import { sharedServer } from './support/shared-server.js';

const server = sharedServer();

const offline = (page: Page) => page.getByRole('status', { name: 'Offline' });

test('behind a proxy that swallows websockets one is in by polling, also when one comes back', async ({
  browser,
}) => {
  const proxy = await WebsocketProxy.before(server.url);
  proxy.mode = 'swallow';
  const ada = await Person.at(browser, proxy.url, 'Ada');
  const ben = await Person.at(browser, server.url, 'Ben');
  await ada.register();
  await ben.register();
  for (const person of [ada, ben]) await person.open('general');
  await ada.say('Hello by polling');
  await expect(ben.messages).toContainText('Hello by polling');
  await ben.say('Hello by websocket');
  await expect(ada.messages).toContainText('Hello by websocket');
  // It is known by now: nothing is waited for.
  await expect
    .poll(() => ada.page.evaluate(() => localStorage.getItem('parley.transports')), { timeout: 15_000 })
    .toContain('"works":false');
  await ada.page.reload();
  await expect(ada.connection).toContainText('Connected', { timeout: 1_500 });
  proxy.mode = 'pass';
  await ada.page.reload();
  await expect(ada.connection).toContainText('Connected');
  await expect
    .poll(() => ada.page.evaluate(() => localStorage.getItem('parley.transports')))
    .toContain('"works":true');
  expect(await ada.texts()).toEqual(await ben.texts());
  await ada.close();
  await ben.close();
  await proxy.close();
});

test('what the browser knows of the network is shown at once, and a room that was never open says why it is empty', async ({
  browser,
}) => {
  const cleo = await Person.at(browser, server.url, 'Cleo');
  await cleo.register();
  await cleo.open('general');
  await cleo.say('Said while there was a network');
  const dan = await Person.at(browser, server.url, 'Dan');
  await dan.register();
  await dan.createRoom('Far away');
  await dan.invite('Cleo');
  await expect(cleo.room('Far away')).toBeVisible();
  await dan.say('Only over there');

  const context = cleo.page.context();
  // Each wait between two attempts is as long as it may be: after three in vain it is 4 s.
  await cleo.page.evaluate(() => {
    Math.random = () => 0.999;
  });
  let inVain = 0;
  const thrice = cleo.page.waitForEvent('requestfailed', (request) => {
    if (request.url().includes('/socket.io/')) inVain += 1;
    return inVain === 3;
  });
  await context.setOffline(true);
  await expect(cleo.connection).toHaveText('Offline', { timeout: 1_000 });
  await expect(offline(cleo.page)).toContainText('You are offline. What you write waits here.');
  await cleo.room('Far away').click();
  await expect(offline(cleo.page)).toContainText('You are offline. This room has not been opened here yet.');
  await expect(cleo.page.getByRole('status', { name: 'Loading messages' })).toHaveCount(0);
  await cleo.open('general');
  await expect(cleo.messages).toContainText('Said while there was a network');
  await cleo.room('Far away').click();

  await thrice;
  await context.setOffline(false);
  await expect(cleo.messages).toContainText('Only over there', { timeout: 3_000 });
  await expect(cleo.connection).toContainText('Connected');
  await expect(offline(cleo.page)).toHaveCount(0);
  await cleo.close();
  await dan.close();
});
