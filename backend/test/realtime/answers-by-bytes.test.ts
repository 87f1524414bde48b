import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import { type Head, LIMITS, type Message, type SyncedRoom } from '@parley/protocol';
import { Follower } from '../support/follower.js';
import { PlainTalker } from '../support/plain-talker.js';
import { sharedCluster } from '../support/shared-cluster.js';
import { Talker } from '../support/talker.js';

const COUNT = 60;
/** Of the longest messages one more than the bound may be in an answer, and what stands around it. */
const MOST = LIMITS.answerBytes + 64 * 1024;

const cluster = sharedCluster({ env: { RATE_LIMITS: 'off' } });
let ann: Talker;

beforeAll(async () => {
  ann = await Talker.register(cluster.url, 'ann');
});

/** A room of ann's whose messages are as long as can be, and where each began. */
async function roomOf(letter: string): Promise<{ roomId: string; epoch: string; rev: number }> {
  const roomId = `room-${randomUUID().slice(0, 8)}`;
  const { epoch, rev } = await ann.do('join_room', { roomId });
  await ann.do('unwatch_room', { roomId });
  // Straight into the table: what was stored before the rule may hold control characters.
  const { source } = cluster.database;
  await source.query(
    `INSERT INTO messages (room_id, seq, rev, id, user_id, client_id, sent_digest, body, sent_at)
     SELECT $1, n, n + $2, gen_random_uuid(), $3, gen_random_uuid(), '', repeat($4, $5), n
     FROM generate_series(1, $6::int) n`,
    [roomId, rev, ann.id, letter, LIMITS.messageLength, COUNT],
  );
  await source.query('UPDATE rooms SET last_seq = $2, last_rev = last_rev + $2 WHERE id = $1', [
    roomId,
    COUNT,
  ]);
  return { roomId, epoch, rev };
}

const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));
const all = Array.from({ length: COUNT }, (_, i) => i + 1);

async function backwards(
  newest: readonly Pick<Message, 'seq'>[],
  pageBefore: (before: number) => Promise<{ messages: readonly Pick<Message, 'seq'>[]; hasMore: boolean }>,
): Promise<number[]> {
  let seqs = newest.map(({ seq }) => seq);
  for (let more = true; more; ) {
    const page = await pageBefore(seqs[0] ?? COUNT + 1);
    expect(bytesOf(page.messages)).toBeLessThan(MOST);
    seqs = [...page.messages.map(({ seq }) => seq), ...seqs];
    more = page.hasMore;
  }
  return seqs;
}

test.each([
  ['three bytes each', '语'],
  ['six bytes each in JSON, as none may be any more', '\u0001'],
])(
  '[M14] whoever enters a room of long texts, of letters of %s, comes to its first message by every road',
  async (_, letter) => {
    const { roomId } = await roomOf(letter);
    const bob = await Talker.register(cluster.url, `bob${randomUUID().slice(0, 6)}`);
    await bob.do('join_room', { roomId });
    const [newest = []] = bob.all('message_history');
    expect(newest.length).toBeGreaterThan(1);
    expect(newest.at(-1)?.seq).toBe(COUNT);
    expect(bytesOf(newest)).toBeLessThan(MOST);
    const bySocket = (before: number) => bob.do('read_history', { roomId, before, limit: 100 });
    expect(await backwards(newest, bySocket)).toEqual(all);

    const byRest = async (before: number) => {
      const response = await fetch(`${cluster.url}/api/chat/${roomId}/history?limit=100&before=${before}`, {
        headers: { authorization: `Bearer ${bob.signedIn?.accessToken}` },
      });
      return (await response.json()) as { messages: Message[]; hasMore: boolean };
    };
    expect(await backwards([], byRest)).toEqual(all);

    const plain = await PlainTalker.with(cluster.url, bob.signedIn?.accessToken ?? '');
    const byFrames = async (before: number) => {
      const asked = plain.all('HISTORY').length;
      plain.send({ type: 'HISTORY', groupId: roomId, before, limit: 100 });
      await plain.until(() => plain.all('HISTORY').length > asked, 'for a page');
      return plain.all('HISTORY').at(-1) as never;
    };
    expect(await backwards([], byFrames)).toEqual(all);
    plain.close();
    bob.close();
  },
  30_000,
);

function messagesIn(synced: Extract<SyncedRoom, { status: 'delta' | 'reload' }>): Message[] {
  if (synced.status === 'reload') return synced.messages;
  const messages = synced.changes.filter(({ kind }) => kind === 'message');
  return messages.map(({ row }) => row as Message);
}

/** Syncs until all of it is told. Returns what each room was told, by seq. */
async function syncAll(heads: Record<string, Head>): Promise<Map<string, number[]>> {
  const seqs = new Map<string, number[]>(Object.keys(heads).map((id) => [id, []]));
  let rooms = heads;
  for (let parts = 0; Object.keys(rooms).length > 0; parts++) {
    expect(parts).toBeLessThan(40);
    const before = rooms;
    const answer = await ann.do('sync', { rooms, watch: [] });
    expect(bytesOf(answer.rooms)).toBeLessThan(MOST);
    rooms = {};
    for (const [id, synced] of Object.entries(answer.rooms)) {
      if (synced.status !== 'delta' && synced.status !== 'reload') {
        throw new Error(`${id} is told as ${synced.status}.`);
      }
      seqs.get(id)?.push(...messagesIn(synced).map(({ seq }) => seq));
      if (synced.status === 'delta' && synced.more) rooms[id] = { epoch: synced.epoch, rev: synced.rev };
    }
    expect(rooms).not.toEqual(before);
  }
  return seqs;
}

test('[C3][M14] a catch-up of more than an answer holds comes in parts of that size, each of which goes further', async () => {
  const rooms = await Promise.all(['语', 'x', '语', '语', '语'].map(roomOf));
  const seqs = await syncAll(
    Object.fromEntries(rooms.map(({ roomId, epoch, rev }) => [roomId, { epoch, rev }])),
  );
  expect([...seqs.values()]).toEqual(rooms.map(() => all));
}, 30_000);

test('[C3][M14] rooms that begin anew share an answer, and each shows more than a message', async () => {
  const rooms = await Promise.all(['x', 'x', 'x', 'x', 'x'].map(roomOf));
  const seqs = await syncAll(
    Object.fromEntries(rooms.map(({ roomId, rev }) => [roomId, { epoch: randomUUID(), rev }])),
  );
  for (const told of seqs.values()) {
    expect(told.length).toBeGreaterThan(1);
    expect(told).toEqual(all.slice(-told.length));
  }
}, 30_000);

test('[C3][M14] what an instance remembers of a room is no more in an answer than what is read', async () => {
  const roomId = `room-${randomUUID().slice(0, 8)}`;
  const { epoch, rev } = await ann.do('join_room', { roomId });
  const message = '语'.repeat(LIMITS.messageLength);
  // Below what a stream keeps, and above what an answer holds.
  const count = Math.ceil((LIMITS.answerBytes * 1.5) / Buffer.byteLength(message));
  for (let n = 0; n < count; n++) await ann.do('send_message', { roomId, message });
  const seqs = await syncAll({ [roomId]: { epoch, rev } });
  expect(seqs.get(roomId)).toEqual(all.slice(0, count));
}, 30_000);

test('[V3] a follower that comes back to more than an answer holds hears each message once and in order', async () => {
  const { roomId, epoch, rev } = await roomOf('语');
  const follower = await Follower.open(cluster.url, roomId, ann.signedIn as never, {
    after: `${epoch}:${rev}`,
  });
  await follower.until(() => follower.seqs().length >= COUNT, 'for all of it');
  await follower.hear('room_head', (head) => head.rev === rev + COUNT);
  expect(follower.seqs()).toEqual(all);
  follower.close();
}, 30_000);

test('[S6] a text holds no control characters but tabs and line feeds; lines may end as Windows ends them', async () => {
  const roomId = `room-${randomUUID().slice(0, 8)}`;
  await ann.do('join_room', { roomId });
  for (const message of ['a\u0001', '\u001b[31mred', 'a\u007f', 'a\u0085b', 'a\u0000']) {
    const refused = await ann.ask('send_message', { roomId, message });
    expect(refused).toMatchObject({ ok: false, error: { code: 'bad_request', retry: false } });
  }
  const clientId = randomUUID();
  const pasted = { roomId, clientId, message: 'one\r\n\ttwo\rthree\n' };
  expect((await ann.do('send_message', pasted)).message).toBe('one\n\ttwo\nthree\n');
  expect((await ann.do('send_message', pasted)).dup).toBe(true);
  const edited = await ann.do('edit_message', { roomId, seq: 1, message: 'four\r\nfive' });
  expect(edited.message).toBe('four\nfive');
});
