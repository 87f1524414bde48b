import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import {
  aliases,
  commands,
  events,
  frames,
  LIMITS,
  type Room,
  type RouteName,
  routes,
  SessionList,
  type SignedIn,
} from '@parley/protocol';
import { JwtAccessTokens } from '../../src/adapters/jwt/jwt-access-tokens.js';
import { TokenKey } from '../../src/chat/accounts/token-key.js';
import { AliasTalker } from '../support/alias-talker.js';
import { Follower } from '../support/follower.js';
import { PlainTalker } from '../support/plain-talker.js';
import { sharedCluster } from '../support/shared-cluster.js';
import { Talker } from '../support/talker.js';
import { routesThatRefuse, Witness } from './witness.js';

/** Told only where revs were overtaken while an instance was deaf. Its example is judged elsewhere. */
const SELDOM = ['room_head'];
const SECRET = randomUUID();
const FOREIGN = { origin: 'http://foreign.example' };

const cluster = sharedCluster({ env: { JWT_SECRET: SECRET } });
let witness: Witness;
let ann: Talker;
let ben: Talker;
const token = (talker: Talker) => talker.signedIn?.accessToken;

beforeAll(async () => {
  witness = await Witness.of(cluster.url);
  ann = await Talker.register(cluster.url, 'ann');
  ben = await Talker.register(cluster.url, 'ben');
});

/** A new token of somebody's session, which ends soon. */
function briefToken(talker: Talker): string {
  const tokens = (seconds: number) => new JwtAccessTokens(new TokenKey(SECRET), seconds);
  return tokens(4).issue(tokens(900).verify(token(talker) ?? ''));
}

const unjudged = () => witness.faults.splice(0);

test('[O1] every route answers as its document says', async () => {
  const own = { token: token(ann) };
  const name = 'carl';
  const password = 'correct horse';
  const made = await witness.call('register', { body: { username: name, password } });
  const { refreshToken } = made.body as SignedIn;
  await witness.call('login', { body: { username: name, password } });
  await witness.call('guest', { body: { username: 'Guest', session: 'cookie' } });
  const renewed = await witness.call('refresh', { body: { refreshToken } });
  await witness.call('logout', { body: {}, token: (renewed.body as SignedIn).accessToken });
  await witness.call('me', own);
  const elsewhere = await witness.call('login', { body: { username: name, password } });
  const carl = { token: (elsewhere.body as SignedIn).accessToken };
  const listed = await witness.call('sessions', carl);
  const { sessions } = SessionList.parse(listed.body);
  await witness.call('end_session', { ...carl, params: { sessionId: sessions[1]?.id ?? '' } });
  await witness.call('end_other_sessions', carl);
  await witness.call('change_password', {
    ...carl,
    body: { oldPassword: password, newPassword: `${password}!` },
  });
  await witness.call('users', { ...own, query: { query: 'b' } });
  const { body } = await witness.call('create_room', { ...own, body: { kind: 'private', name: 'Tea' } });
  const roomId = (body as Room).id;
  await witness.call('create_room', { ...own, body: { kind: 'direct', userIds: [ben.id] } });
  await witness.call('rooms', own);
  await witness.call('rooms', { ...own, query: { scope: 'public', query: 'gen' } });
  await witness.call('room', { ...own, params: { roomId } });
  await witness.call('invite', { ...own, params: { roomId }, body: { userId: ben.id } });
  await witness.call('members', { ...own, params: { roomId } });
  const aboutBen = { ...own, params: { roomId, userId: ben.id } };
  await witness.call('set_role', { ...aboutBen, body: { role: 'moderator' } });
  await witness.call('mute_member', { ...aboutBen, body: { forMs: 60_000 } });
  await witness.call('unmute_member', aboutBen);
  await witness.call('members', aboutBen);
  await witness.call('update_room', { ...aboutBen, body: { topic: 'Leaves', slowSeconds: 5 } });
  await witness.call('room', aboutBen);
  await witness.call('remove_member', aboutBen);
  await witness.call('ban_member', {
    ...aboutBen,
    body: { userId: ben.id, forMs: 60_000, reason: 'Crumbs' },
  });
  await witness.call('bans', aboutBen);
  await witness.call('unban_member', aboutBen);
  await witness.call('invite', { ...own, params: { roomId }, body: { userId: ben.id } });
  await witness.call('transfer_room', { ...aboutBen, body: { userId: ben.id } });
  await witness.call('join', { ...own, params: { roomId: 'teahouse' } });
  await ann.do('send_message', { roomId: 'teahouse', message: 'Hello!' });
  const reaction = { ...own, params: { roomId: 'teahouse', seq: '1', emoji: '👍' } };
  await witness.call('add_reaction', reaction);
  await witness.call('reactions', reaction);
  await witness.call('history', { ...own, params: { roomId: 'teahouse' }, query: { limit: '5' } });
  await witness.call('remove_reaction', reaction);
  await witness.call('export', { ...own, params: { roomId: 'teahouse' } });
  await witness.call('events', { ...own, params: { roomId: 'teahouse' } });
  await witness.call('leave', { ...own, params: { roomId: 'teahouse' } });
  await witness.call('health');
  await witness.call('ready');
  await witness.call('openapi');
  await witness.call('asyncapi');
  expect(unjudged()).toEqual([]);
  const successes = Object.entries(routes).map(([name, { answers }]) => `${name} ${Object.keys(answers)[0]}`);
  expect([...witness.seen]).toEqual(expect.arrayContaining(successes));
});

test('[O1] every route refuses as its document says', async () => {
  const own = { token: token(ann) };
  const nowhere = { roomId: 'nowhere', userId: randomUUID(), sessionId: randomUUID() };
  const calls: [RouteName, Parameters<Witness['call']>[1]][] = [];
  for (const name of routesThatRefuse('unauthenticated'))
    calls.push([name, { params: nowhere, ...emptyBody(name) }]);
  for (const name of routesThatRefuse('bad_token'))
    calls.push([name, { token: 'x', params: nowhere, ...emptyBody(name) }]);
  for (const name of routesThatRefuse('foreign_origin'))
    calls.push([name, { headers: FOREIGN, params: nowhere }]);
  for (const name of routesThatRefuse('bad_request')) {
    if ('body' in routes[name]) calls.push([name, { ...own, params: nowhere, body: { no: 1 } }]);
    if ('params' in routes[name]) calls.push([name, { ...own, params: { roomId: 'No Room' } }]);
    if ('query' in routes[name]) calls.push([name, { ...own, params: nowhere, query: { no: '1' } }]);
  }
  for (const name of routesThatRefuse('not_found')) {
    const body = name === 'invite' ? { userId: ben.id } : { kind: 'direct', userIds: [randomUUID()] };
    calls.push([
      name,
      { ...own, params: { ...nowhere, roomId: randomUUID() }, ...('body' in routes[name] ? { body } : {}) },
    ]);
  }
  const credentials = { username: 'ann', password: 'wrong password' };
  calls.push(['register', { body: credentials }], ['login', { body: credentials }]);
  const passwords = { oldPassword: 'wrong horse', newPassword: 'correct horse' };
  calls.push(['change_password', { ...own, body: passwords }]);
  calls.push(['login', { body: { ...credentials, password: 'x'.repeat(200_000) } }]);
  calls.push(['create_room', { ...own, body: { kind: 'public', name: 'x', id: 'general' } }]);
  calls.push(['remove_member', { token: token(ben), params: { roomId: 'general', userId: ann.id } }]);
  const statuses: Record<number, number> = {};
  for (const [name, options] of calls) {
    const { status } = await witness.call(name, options);
    expect(status).toBeGreaterThanOrEqual(400);
    statuses[status] = (statuses[status] ?? 0) + 1;
  }
  expect(unjudged()).toEqual([]);
  expect(Object.keys(statuses)).toEqual(['400', '401', '403', '404', '409', '413']);
});

test('[O1] every command answers and refuses as its document says', async () => {
  const roomId = 'coffee';
  const room = (await witness.ask(ann, 'join_room', { roomId })) as { epoch: string; rev: number };
  await witness.ask(ben, 'watch_room', { roomId });
  await witness.ask(ben, 'unwatch_room', { roomId });
  await witness.ask(ben, 'ping', {});
  await witness.ask(ann, 'create_room', { kind: 'private', name: 'Tea' });
  const clientId = randomUUID();
  await witness.ask(ann, 'send_message', { roomId, message: 'Hello!', clientId });
  await witness.ask(ann, 'send_message', { roomId, message: 'Hello!', clientId });
  await witness.ask(ann, 'edit_message', { roomId, seq: 1, message: 'Good day!' });
  await witness.ask(ann, 'react', { roomId, seq: 1, emoji: '👍', on: true });
  await witness.ask(ann, 'read_reactions', { roomId, seq: 1 });
  await witness.ask(ann, 'read_history', { roomId });
  await witness.ask(ann, 'delete_message', { roomId, seq: 1 });
  await witness.ask(ann, 'read_history', { roomId });
  await witness.ask(ann, 'typing', { roomId, isTyping: true });
  await witness.ask(ann, 'mark_read', { roomId, seq: 1 });
  const rooms = {
    [roomId]: { epoch: room.epoch, rev: 0 },
    general: { epoch: randomUUID(), rev: 0 },
    gone: { epoch: randomUUID(), rev: 0 },
  };
  await witness.ask(ann, 'sync', { rooms, watch: [roomId] });
  await witness.ask(ann, 'leave_room', { roomId });
  const led = (await ann.do('create_room', { kind: 'public', name: 'Cocoa' })).id;
  const aboutBen = { roomId: led, userId: ben.id };
  await ben.do('join_room', { roomId: led });
  await witness.ask(ann, 'update_room', { roomId: led, name: 'Hot cocoa' });
  await witness.ask(ann, 'set_role', { ...aboutBen, role: 'moderator' });
  await witness.ask(ann, 'set_role', { ...aboutBen, role: 'member' });
  await witness.ask(ann, 'mute_member', { ...aboutBen, forMs: 60_000 });
  await witness.ask(ben, 'send_message', { roomId: led, message: 'Hm?' });
  await witness.ask(ann, 'sync', { rooms: { [led]: { epoch: room.epoch, rev: 0 } }, watch: [] });
  await witness.ask(ann, 'unmute_member', aboutBen);
  await witness.ask(ann, 'ban_member', { ...aboutBen, reason: 'Crumbs' });
  await witness.ask(ben, 'join_room', { roomId: led });
  await witness.ask(ann, 'unban_member', aboutBen);
  await ben.do('join_room', { roomId: led });
  await witness.ask(ann, 'remove_member', aboutBen);
  await ben.do('join_room', { roomId: led });
  await witness.ask(ann, 'transfer_room', aboutBen);
  const guest = Talker.open(cluster.url);
  await witness.ask(guest, 'join_room', { roomId });
  await witness.ask(guest, 'authenticate', { username: 'Guest' });
  await witness.ask(guest, 'authenticate', { username: 'Guest' });
  await guest.hear('authenticated');
  witness.hear(guest);
  guest.close();
  for (const name of Object.keys(commands)) {
    await witness.ask(ann, name, { no: 1 });
    if (name !== 'authenticate') await witness.ask(ann, name, wellFormed(name));
  }
  await witness.ask(ann, 'send_message', { roomId, message: 'x'.repeat(LIMITS.messageLength + 1) });
  await witness.ask(ann, 'send_message', { roomId: 'general', message: 'Another text', clientId });
  expect(unjudged()).toEqual([]);
  const both = Object.keys(commands).flatMap((name) => [`${name} done`, `${name} refused`]);
  expect([...witness.seen]).toEqual(expect.arrayContaining(both));
});

test('[O1] every event is told as its document says', async () => {
  const roomId = 'juice';
  await ann.do('create_room', { kind: 'public', name: 'Juice', id: roomId });
  await ben.hear('room_created', ({ id }: Room) => id === roomId);
  await ben.do('join_room', { roomId });
  await ann.do('join_room', { roomId });
  await ann.hear('room_added', ({ id }: Room) => id === roomId);
  const follower = await Follower.open(cluster.url, roomId, { accessToken: token(ann) ?? '' });
  await follower.hear('message_history');
  await ann.do('typing', { roomId, isTyping: true });
  await ann.do('send_message', { roomId, message: 'Hello!' });
  await ben.hear('user_typing');
  await ben.hear('message');
  await ann.do('edit_message', { roomId, seq: 1, message: 'Good day!' });
  await ben.hear('message_updated');
  await ann.do('react', { roomId, seq: 1, emoji: '👍', on: true });
  await ben.hear('reaction_updated');
  await ann.do('update_room', { roomId, topic: 'Oranges' });
  await ben.hear('room_updated');
  await ben.do('mark_read', { roomId, seq: 1 });
  await ben.hear('room_read');
  await ben.do('unwatch_room', { roomId });
  await ann.do('send_message', { roomId, message: 'Still here?' });
  await ben.hear('room_activity', (news: { roomId: string }) => news.roomId === roomId);
  await ben.do('leave_room', { roomId });
  await ben.hear('room_removed', (room: { roomId: string }) => room.roomId === roomId);
  await ann.hear('member_updated', (member: { member: boolean }) => !member.member);
  ben.socket.emit('send_message', { roomId: 'nowhere', message: 'x' });
  await ben.hear('error');
  await ann.do('watch_room', { roomId: 'general' });
  const carla = await Talker.register(cluster.url, 'carla');
  await carla.do('join_room', { roomId });
  await ann.hear('presence');
  await witness.call('logout', { body: {}, token: token(carla) });
  await carla.hear('goodbye');
  await carla.hear('disconnect');
  await ann.hear('user_left');
  await follower.hear('user_left');
  follower.close();
  const brief = Talker.open(cluster.url, { auth: { token: briefToken(ann) } });
  await brief.hear('token_expiring');
  brief.close();
  for (const talker of [ann, ben, carla, brief]) witness.hear(talker);
  witness.hearEvents(follower);
  expect(unjudged()).toEqual([]);
  const all = Object.keys(events).filter((name) => !SELDOM.includes(name));
  expect([...witness.seen]).toEqual(expect.arrayContaining(all.map((name) => `event ${name}`)));
  const sent = [
    'message_history',
    'message',
    'message_updated',
    'member_updated',
    'room_updated',
    'reaction_updated',
    'user_joined',
    'user_left',
  ];
  expect([...witness.seen]).toEqual(expect.arrayContaining(sent.map((name) => `sent ${name}`)));
}, 30_000);

test('[O1] every frame is told as its document says', async () => {
  const groupId = 1001;
  const dan = await PlainTalker.guest(cluster.url);
  const eve = await PlainTalker.guest(cluster.url);
  await eve.subscribe(groupId);
  await dan.subscribe(groupId);
  dan.send({ type: 'MESSAGE', groupId, message: 'Hello!', clientId: randomUUID() });
  await dan.hear('STORED');
  await eve.hear('MESSAGE');
  const carl = await Talker.register(cluster.url, 'carlo');
  await carl.do('join_room', { roomId: String(groupId) });
  const { seq } = await carl.do('send_message', { roomId: String(groupId), message: 'Hi!' });
  await carl.do('delete_message', { roomId: String(groupId), seq });
  await eve.hear('MESSAGE_UPDATED');
  eve.send({ type: 'HISTORY', groupId });
  await eve.hear('HISTORY');
  for (const frame of [
    {},
    { type: 'NO' },
    { type: 'MESSAGE', groupId: -1 },
    { type: 'AUTHENTICATE', token: 'x' },
  ])
    eve.send(frame);
  eve.send({ type: 'MESSAGE', groupId: 4_711, message: 'x', clientId: randomUUID() });
  eve.send({ type: 'UNSUBSCRIBE', groupId });
  await eve.hear('UNSUBSCRIBED');
  const brief = await PlainTalker.with(cluster.url, briefToken(ann));
  await brief.hear('TOKEN_EXPIRING');
  for (const talker of [dan, eve, brief]) {
    witness.hearFrames(talker);
    talker.close();
  }
  carl.close();
  expect(eve.all('ERROR')).toHaveLength(5);
  expect(unjudged()).toEqual([]);
  const all = Object.keys(frames.server).map((name) => `frame ${name}`);
  expect([...witness.seen]).toEqual(expect.arrayContaining(all));
});

test('[O1] every alias is told as its document says', async () => {
  const fay = AliasTalker.open(cluster.url);
  const gil = AliasTalker.open(cluster.url);
  await witness.askAlias(fay, 'client.setUsername', { username: '' });
  await witness.askAlias(fay, 'client.setUsername', { username: 'Fay' });
  await witness.askAlias(gil, 'client.setUsername', { username: 'Gil' });
  await witness.askAlias(fay, 'client.message', { message: 'Hello!' });
  await witness.askAlias(fay, 'client.message', { message: 'x'.repeat(1_001) });
  gil.say('client.message', { message: '' });
  await gil.hear('server.message');
  await gil.hear('server.notification', ({ type }) => type === 'error');
  await ben.do('join_room', { roomId: 'general' });
  await ben.do('leave_room', { roomId: 'general' });
  await fay.hear('server.notification', ({ type }) => type === 'info');
  await fay.hear('server.userJoined');
  for (const alias of [fay, gil]) {
    witness.hearAlias(alias);
    alias.close();
  }
  expect(unjudged()).toEqual([]);
  const all = Object.keys(aliases.server).map((name) => `alias ${name}`);
  const both = Object.keys(aliases.client).flatMap((name) => [`${name} done`, `${name} refused`]);
  expect([...witness.seen]).toEqual(expect.arrayContaining([...all, ...both]));
}, 30_000);

const emptyBody = (name: RouteName) => ('body' in routes[name] ? { body: {} } : {});

/** What is of the right form and cannot be done. */
function wellFormed(name: string): unknown {
  if (name === 'create_room') return { kind: 'public', name: 'x', id: 'general' };
  if (name === 'edit_message') return { roomId: 'nowhere', seq: 1, message: 'x' };
  if (name === 'delete_message') return { roomId: 'nowhere', seq: 1 };
  if (name === 'send_message') return { roomId: 'nowhere', message: 'x' };
  if (name === 'mark_read') return { roomId: 'nowhere', seq: 1 };
  if (name === 'react') return { roomId: 'nowhere', seq: 1, emoji: '👍', on: true };
  if (name === 'read_reactions') return { roomId: 'nowhere', seq: 1 };
  if (name === 'typing') return { roomId: 'nowhere', isTyping: true };
  if (name === 'sync') return { rooms: { nowhere: { epoch: randomUUID(), rev: 0 } }, watch: ['nowhere'] };
  if (name === 'ping') return {};
  return { roomId: randomUUID() };
}
