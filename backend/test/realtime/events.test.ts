import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Room, SignedIn } from '@parley/protocol';
import { Follower } from '../support/follower.js';
import { sharedCluster } from '../support/shared-cluster.js';
import { call, Talker } from '../support/talker.js';

const cluster = sharedCluster({
  env: { RATE_LIMITS: 'off', LOG_LEVEL: 'info' },
});
let ann: Talker;
let bob: Talker;
const followers: Follower[] = [];

beforeAll(async () => {
  [ann, bob] = await Promise.all([Talker.register(cluster.url, 'ann'), Talker.register(cluster.url, 'bob')]);
});

afterEach(() => {
  for (const follower of followers.splice(0)) follower.close();
});

const upTo = (n: number, from = 1) => Array.from({ length: n - from + 1 }, (_, i) => from + i);

const seqsOf = (messages: unknown) => (messages as { seq: number }[]).map(({ seq }) => seq);

async function newRoom(): Promise<string> {
  const roomId = `room-${randomUUID().slice(0, 8)}`;
  await ann.do('join_room', { roomId });
  return roomId;
}

async function say(roomId: string, count: number): Promise<void> {
  await Promise.all(
    upTo(count).map((n) => ann.do('send_message', { roomId, message: `m${n} "quoted"\nsecond line` })),
  );
}

async function follow(roomId: string, options: { after?: string; lastEventId?: string } = {}, who = bob) {
  const follower = await Follower.open(cluster.url, roomId, who.signedIn as SignedIn, options);
  followers.push(follower);
  expect(follower.response.status).toBe(200);
  return follower;
}

describe('following a room', () => {
  test('[V1] begins with the newest page, says how to be read, and goes on with what comes', async () => {
    const roomId = await newRoom();
    await say(roomId, 60);
    const follower = await follow(roomId);
    await follower.hear('message_history');
    const { epoch, rev, messages } = follower.all('message_history')[0] ?? {};
    expect(seqsOf(messages)).toEqual(upTo(60, 11));
    expect(follower.lastEventId).toBe(`${epoch}:${rev}`);
    expect(follower.asides).toContain('retry: 2000');
    expect(Object.fromEntries(follower.response.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'private, no-store, no-transform',
      'x-accel-buffering': 'no',
    });

    const sent = await ann.do('send_message', { roomId, message: 'live' });
    await follower.hear('message', ({ seq }) => seq === 61);
    expect(follower.heard.at(-1)).toEqual({ id: `${epoch}:${sent.rev}`, name: 'message', data: sent });
    await ann.do('edit_message', { roomId, seq: 61, message: 'changed' });
    await follower.hear('message_updated', ({ message }) => message === 'changed');
    expect(follower.lastEventId).toBe(`${epoch}:${Number(sent.rev) + 1}`);
  });

  test('[V1] tells who comes, who types and who leaves, and who becomes a member', async () => {
    const roomId = await newRoom();
    const follower = await follow(roomId);
    await follower.hear('message_history');
    const eve = await Talker.register(cluster.url, `eve-${roomId}`);
    const isEve = ({ userId }: Record<string, unknown>) => userId === eve.id;
    await eve.do('join_room', { roomId });
    await follower.hear('member_updated', isEve);
    await follower.hear('user_joined', isEve);
    await eve.do('typing', { roomId, isTyping: true });
    await follower.hear('user_typing', isEve);
    await eve.do('leave_room', { roomId });
    await follower.hear('user_left', isEve);
    eve.close();
    // What is stored nowhere has no place to go on from.
    expect(follower.heard.filter(({ name }) => name.startsWith('user_')).map(({ id }) => id)).toEqual(
      follower.heard.filter(({ name }) => name.startsWith('user_')).map(() => null),
    );
  });

  test('[V1] of what does not concern the room it tells nothing', async () => {
    const roomId = await newRoom();
    const follower = await follow(roomId);
    await follower.hear('message_history');
    await bob.do('join_room', { roomId: await newRoom() });
    await ann.do('send_message', { roomId: 'general', message: 'elsewhere' });
    const sent = await ann.do('send_message', { roomId, message: 'here' });
    await follower.hear('message');
    expect(follower.all('message')).toEqual([sent]);
    expect(new Set(follower.heard.map(({ data }) => data.roomId))).toEqual(new Set([roomId]));
  });

  test('[V3] after an absence what was missed comes first, by its state, then what comes; each once', async () => {
    const roomId = await newRoom();
    await say(roomId, 5);
    const first = await follow(roomId);
    await first.hear('message_history');
    const place = first.lastEventId;
    first.close();

    await say(roomId, 20);
    await ann.do('edit_message', { roomId, seq: 2, message: 'was two' });
    await ann.do('delete_message', { roomId, seq: 7 });
    const [epoch] = place.split(':');
    for (const options of [{ lastEventId: place }, { after: place }]) {
      const back = await follow(roomId, options);
      await back.hear('room_head');
      await ann.do('send_message', { roomId, message: 'live' });
      await back.hear('message', ({ message }) => message === 'live');
      const newest = Number(back.seqs().at(-1));
      expect(back.seqs()).toEqual(upTo(newest, 6));
      expect(back.all('message_updated').map(({ seq, message }) => [seq, message])).toEqual([[2, 'was two']]);
      expect(back.all('message').find(({ seq }) => seq === 7)).toMatchObject({
        message: '',
        deletedAt: expect.any(Number),
      });
      // In the middle of a catch-up one cannot go on; at its end one can.
      const ids = back.heard.map(({ id }) => id);
      const head = back.heard.findIndex(({ name }) => name === 'room_head');
      expect(ids.slice(0, head).every((id) => id === null)).toBe(true);
      expect(ids.slice(head).every((id) => id?.startsWith(`${epoch}:`))).toBe(true);
      back.close();
    }
  });

  test('[V3] whoever goes on again and again, in the middle of a storm, hears each message once and in order', async () => {
    const roomId = await newRoom();
    let storming = true;
    const storm = (async () => {
      for (let i = 0; i < 20; i++) await say(roomId, 25);
      storming = false;
    })();
    const seqs: unknown[] = [];
    let place = '';
    let returns = 0;
    for (; seqs.at(-1) !== 500; returns++) {
      const follower = await follow(roomId, place ? { lastEventId: place } : {});
      const places = () => follower.heard.filter(({ id }) => id !== null).length;
      // Now and then it stays for some of what comes.
      await follower.until(() => places() > (storming ? (returns % 3) * 10 : 0), 'for a place to go on from');
      // What came behind the last place comes again.
      const last = follower.heard.findLastIndex(({ id }) => id !== null);
      for (const { name, data } of follower.heard.slice(0, last + 1)) {
        if (name === 'message') seqs.push(data.seq);
        if (name === 'message_history') seqs.push(...seqsOf(data.messages));
      }
      place = follower.lastEventId;
      follower.close();
    }
    await storm;
    expect(returns).toBeGreaterThan(2);
    expect(seqs).toEqual(upTo(500, Number(seqs[0])));
  }, 30_000);

  test('[V4] who was away too long, or comes from another history, begins with the newest page', async () => {
    const roomId = await newRoom();
    await say(roomId, 3);
    const follower = await follow(roomId);
    await follower.hear('message_history');
    const [epoch, rev] = follower.lastEventId.split(':');
    await say(roomId, 501);
    for (const after of [`${epoch}:${rev}`, `${randomUUID()}:2`, `${epoch}:999999`]) {
      const back = await follow(roomId, { after });
      await back.until(() => back.heard.length > 0, 'for anything');
      expect(back.heard[0]).toMatchObject({ name: 'message_history', id: `${epoch}:${Number(rev) + 501}` });
    }
  });

  test('[V3] history says where to go on from: nothing lies between the page and the events', async () => {
    const roomId = await newRoom();
    await say(roomId, 10);
    const response = await fetch(`${cluster.url}/api/chat/${roomId}/history?limit=1`, {
      headers: { authorization: `Bearer ${bob.signedIn?.accessToken}` },
    });
    await say(roomId, 2);
    const { headers } = response;
    const follower = await follow(roomId, {
      after: `${headers.get('parley-epoch')}:${headers.get('parley-rev')}`,
    });
    await follower.hear('room_head');
    expect(follower.seqs()).toEqual([11, 12]);
  });
});

describe('what ends it', () => {
  async function privateRoomOfBoth(): Promise<string> {
    const made = await call(cluster.url, 'POST', '/api/rooms', ann.signedIn, {
      kind: 'private',
      name: 'plans',
    });
    const { id } = made.body as Room;
    await call(cluster.url, 'POST', `/api/rooms/${id}/invite`, ann.signedIn, { userId: bob.id });
    return id;
  }

  test('[V5] being removed from the room: a goodbye, and nothing that is said afterwards', async () => {
    const roomId = await privateRoomOfBoth();
    const follower = await follow(roomId);
    await follower.hear('message_history');
    await call(cluster.url, 'DELETE', `/api/rooms/${roomId}/members/${bob.id}`, ann.signedIn);
    await ann.do('send_message', { roomId, message: 'secret' });
    await follower.until(() => follower.ended, 'for the end');
    expect(follower.heard.at(-1)).toMatchObject({
      name: 'goodbye',
      data: { code: 'not_a_member', retry: false },
    });
    expect(JSON.stringify(follower.heard)).not.toContain('secret');
    const back = await Follower.open(cluster.url, roomId, bob.signedIn as SignedIn, {
      lastEventId: follower.lastEventId,
    });
    expect(back.response.status).toBe(404);
  });

  test('[V5] being removed from another room, or leaving it, ends nothing', async () => {
    const follower = await follow(await newRoom());
    await follower.hear('message_history');
    const other = await privateRoomOfBoth();
    await call(cluster.url, 'DELETE', `/api/rooms/${other}/members/${bob.id}`, ann.signedIn);
    await bob.hear('room_removed', ({ roomId }: { roomId: string }) => roomId === other);
    expect(follower.ended).toBe(false);
    expect(follower.all('goodbye')).toEqual([]);
  });

  test('[V5] the end of the session', async () => {
    const eve = await Talker.register(cluster.url, 'eve');
    const follower = await follow('general', {}, eve);
    await follower.hear('message_history');
    await call(cluster.url, 'POST', '/api/auth/logout', eve.signedIn, {});
    await follower.until(() => follower.ended, 'for the end');
    expect(follower.heard.at(-1)).toMatchObject({ name: 'goodbye', data: { code: 'session_ended' } });
    eve.close();
  });

  test('[V6] a reader that does not read is cut off', async () => {
    const roomId = await newRoom();
    const headers = { authorization: `Bearer ${bob.signedIn?.accessToken}` };
    const [reader] = (await once(
      get(`${cluster.url}/api/chat/${roomId}/events`, { headers }),
      'response',
    )) as [IncomingMessage];
    reader.on('error', () => undefined).pause();
    const message = '☕'.repeat(8_000);
    const isCutOff = () =>
      cluster.instances[0]?.output().includes('is cut off: it leaves more than') ?? false;
    for (let i = 0; i < 100 && !isCutOff(); i++) {
      await Promise.all(upTo(20).map(() => ann.do('send_message', { roomId, message })));
      if (i > 30) await new Promise((resolve) => setTimeout(resolve, 200));
    }
    expect(isCutOff()).toBe(true);
    await new Promise((closed) => reader.once('close', closed).resume());
    expect(reader.complete).toBe(false);
  }, 40_000);

  test('[V7] a room that is not mine, a place that is none, and no token are refused before anything is told', async () => {
    const { id } = (
      await call(cluster.url, 'POST', '/api/rooms', ann.signedIn, { kind: 'private', name: 'p' })
    ).body as Room;
    const authorization = `Bearer ${bob.signedIn?.accessToken}`;
    const ask = async (path: string, headers: Record<string, string> = { authorization }) => {
      const response = await fetch(`${cluster.url}/api/chat/${path}`, { headers });
      const { error } = (await response.json()) as { error: { code: string } };
      return [response.status, error.code];
    };
    expect(await ask(`${id}/events`)).toEqual([404, 'not_found']);
    expect(await ask('no-such-room/events')).toEqual([404, 'not_found']);
    expect(await ask('general/events', {})).toEqual([401, 'unauthenticated']);
    expect(await ask('general/events?after=5')).toEqual([400, 'bad_request']);
    expect(await ask('general/events?since=5')).toEqual([400, 'bad_request']);
    const strange = { authorization, 'last-event-id': 'yesterday' };
    expect(await ask('general/events', strange)).toEqual([400, 'bad_request']);
  });

  test('[V7] HEAD tells that there is something to follow, and follows nothing', async () => {
    const head = (roomId: string) =>
      fetch(`${cluster.url}/api/chat/${roomId}/events`, {
        method: 'HEAD',
        headers: { authorization: `Bearer ${bob.signedIn?.accessToken}` },
      });
    const { status, headers } = await head('general');
    expect([status, headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
    expect((await head('no-such-room')).status).toBe(404);
  });

  // The last one: it stops the instance.
  test('[V5] the server stops: a goodbye that says to come back', async () => {
    const follower = await follow('general');
    await follower.hear('message_history');
    expect(await cluster.instances[0]?.stop()).toBe(0);
    await follower.until(() => follower.ended, 'for the end');
    expect(follower.heard.at(-1)).toMatchObject({
      ...{ name: 'goodbye', data: { code: 'shutting_down', retry: true } },
    });
  });
});
