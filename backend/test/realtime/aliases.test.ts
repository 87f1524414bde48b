import { expect, test } from '@jest/globals';
import type { Identity } from '@parley/protocol';
import { AliasTalker } from '../support/alias-talker.js';
import { keepUntilTestEnds } from '../support/keep.js';
import { sharedCluster } from '../support/shared-cluster.js';
import { register, Talker } from '../support/talker.js';

const cluster = sharedCluster();

const keep = keepUntilTestEnds();

const open = (options?: Parameters<typeof AliasTalker.open>[1]) =>
  keep(AliasTalker.open(cluster.url, options));
const named = async (username: string) => keep(await AliasTalker.named(cluster.url, username));
const refused = (code: string) => ({ ok: false, error: { code } });

test('[G1] a connection whose first word is an alias hears aliases only, and no history', async () => {
  const ann = await named('Ann');
  const said = await ann.ask('client.message', { message: 'hello' });
  await ann.hear('server.message', ({ message }) => message === 'hello');
  const names = new Set(ann.talker.heard.map(({ name }) => name));
  expect([...names].sort()).toEqual(['server.info', 'server.message', 'server.userJoined']);
  expect(said).toMatchObject({ ok: true, data: { roomId: 'general', message: 'hello', username: 'Ann' } });
});

test('[G1] whoever began with aliases is refused commands, and whoever began with commands is refused aliases', async () => {
  const ann = await named('Ann');
  expect(await ann.ask('join_room', { roomId: 'general' })).toMatchObject(refused('unknown_command'));
  const bob = keep(await Talker.register(cluster.url, 'bob'));
  await bob.do('join_room', { roomId: 'general' });
  expect(await bob.askAnything('client.message', { message: 'hi' })).toMatchObject(
    refused('unknown_command'),
  );
  await ann.ask('client.message', { message: 'still the same' });
  await bob.hear('message', ({ message }: { message: string }) => message === 'still the same');
  expect(bob.heard.some(({ name }) => name.startsWith('server.'))).toBe(false);
});

test('[G2] a name makes a guest, who is answered who it is; another name later is refused', async () => {
  const ann = open();
  const reply = await ann.ask('client.setUsername', { username: '  Ann of the Valley ' });
  expect(reply).toMatchObject({
    ok: true,
    data: { username: 'Ann of the Valley', userId: expect.any(String), accessToken: expect.any(String) },
  });
  expect(await ann.ask('client.setUsername', { username: 'Eve' })).toMatchObject(
    refused('already_authenticated'),
  );
});

test('[G2] two names in one breath make one guest', async () => {
  const ann = open();
  const [first, second] = await Promise.all([
    ann.ask('client.setUsername', { username: 'First' }),
    ann.ask('client.setUsername', { username: 'Second' }),
  ]);
  expect(first).toMatchObject({ ok: true, data: { username: 'First' } });
  expect(second).toMatchObject(refused('already_authenticated'));
  expect(ann.all('server.userJoined').map(({ username }) => username)).toEqual(['First']);
});

test('[G2] a name and a message in one breath: the message is stored, and its sender hears it', async () => {
  const ann = open();
  ann.say('client.setUsername', { username: 'Ann' });
  ann.say('client.message', { message: 'in one breath' });
  expect(await ann.hear('server.message')).toMatchObject({ message: 'in one breath', username: 'Ann' });
});

test('[G3] whoever comes with a token is in by its first word, under its own name', async () => {
  const { accessToken } = await register(cluster.url, 'carol');
  const carol = open({ auth: { token: accessToken } });
  expect(await carol.ask('client.message', { message: 'from an account' })).toMatchObject({ ok: true });
  expect(await carol.hear('server.message')).toMatchObject({ username: 'carol' });
  await carol.hear('server.info');
  await carol.hear('server.userJoined', ({ username }) => username === 'carol');
  expect(await carol.ask('client.setUsername', { username: 'carol' })).toMatchObject({
    ok: true,
    data: { username: 'carol' },
  });
  expect(await carol.ask('client.setUsername', { username: 'Queen' })).toMatchObject(
    refused('already_authenticated'),
  );
});

test('[G3] a guest that comes back with its token is the same person', async () => {
  const before = open();
  const reply = await before.ask('client.setUsername', { username: 'Back' });
  const { userId, accessToken } = (reply.ok ? reply.data : {}) as Identity;
  before.close();
  const again = open({ auth: { token: accessToken } });
  expect(await again.ask('client.setUsername', { username: 'Back' })).toEqual({
    ok: true,
    data: { userId, username: 'Back' },
  });
});

test('[G4] a message without a name before it is refused, and stored nowhere', async () => {
  const [ann, nobody] = [await named('Ann'), open()];
  expect(await nobody.ask('client.message', { message: 'who am I' })).toMatchObject(
    refused('unauthenticated'),
  );
  await ann.ask('client.message', { message: 'a later one' });
  await ann.hear('server.message', ({ message }) => message === 'a later one');
  expect(ann.all('server.message').map(({ message }) => message)).not.toContain('who am I');
});

test.each<[string, string, unknown, string]>([
  ['no name', 'client.setUsername', { username: '' }, 'bad_request'],
  ['a name of 51', 'client.setUsername', { username: 'x'.repeat(51) }, 'bad_request'],
  ['a name that is a number', 'client.setUsername', { username: 7 }, 'bad_request'],
  ['nothing at all', 'client.setUsername', undefined, 'bad_request'],
  ['no text', 'client.message', { message: '' }, 'empty_text'],
  ['a text of 1,001', 'client.message', { message: 'x'.repeat(1_001) }, 'too_long'],
  ['a text that is a list', 'client.message', { message: ['x'] }, 'bad_request'],
  ['an alias nobody knows', 'client.dance', {}, 'unknown_command'],
])('[G4] %s is refused, and the connection goes on', async (_, name, input, code) => {
  const ann = open();
  // Its first word is an alias, whatever comes then.
  const isName = name === 'client.setUsername';
  if (!isName) await ann.ask('client.setUsername', { username: 'Ann' });
  expect(await ann.ask(name, ...(input === undefined ? [] : [input]))).toMatchObject(refused(code));
  if (isName) expect(await ann.ask('client.setUsername', { username: 'Ann' })).toMatchObject({ ok: true });
  expect(await ann.ask('client.message', { message: 'x'.repeat(1_000) })).toMatchObject({ ok: true });
});

test('[G4] without an acknowledgement the one who failed, and nobody else, hears why', async () => {
  const [ann, ben] = [await named('Ann'), await named('Ben')];
  ann.say('client.message', { message: 'x'.repeat(1_001) });
  expect(await ann.hear('server.notification', ({ type }) => type === 'error')).toEqual({
    type: 'error',
    code: 'too_long',
    message: expect.any(String),
    retry: false,
  });
  await ben.ask('client.message', { message: 'later' });
  expect(ben.all('server.notification')).toEqual([]);
});

test('[G5] everybody hears who comes and who leaves', async () => {
  const ann = await named('Ann');
  const bob = keep(await Talker.register(cluster.url, 'robert'));
  await bob.do('join_room', { roomId: 'general' });
  expect(await ann.hear('server.userJoined', ({ username }) => username === 'robert')).toEqual({
    userId: bob.id,
    username: 'robert',
  });
  await bob.do('leave_room', { roomId: 'general' });
  const notice = { type: 'info', message: 'robert left.' };
  expect(await ann.hear('server.notification', ({ message }) => message === notice.message)).toEqual(notice);
});
