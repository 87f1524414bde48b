import { expect, test } from '@jest/globals';
import type { Message, Reply } from '@parley/protocol';
import { PlainTalker } from '../support/plain-talker.js';
import { sharedCluster } from '../support/shared-cluster.js';
import { call, Talker } from '../support/talker.js';

const A_SECOND = 500;
const EVERY_MS = 20;

const cluster = sharedCluster({ instances: 3, redis: true, env: { RATE_LIMITS: 'off' } });

const onEach = <T>(task: (url: string, i: number) => Promise<T>) => Promise.all(cluster.urls.map(task));

/** Speaks on all instances in turn, 500 messages a second in all, until it is told to end. */
function pour(speakers: readonly Talker[], roomId: string) {
  const sent: Promise<Reply<Message>>[] = [];
  const timer = setInterval(() => {
    for (let i = 0; i < (A_SECOND * EVERY_MS) / 1_000; i++) {
      const speaker = speakers[sent.length % speakers.length];
      if (speaker) sent.push(speaker.ask('send_message', { roomId, message: `m${sent.length}` }));
    }
  }, EVERY_MS);
  return {
    sent,
    async end() {
      clearInterval(timer);
      return Promise.all(sent);
    },
  };
}

test.each(['remove_member', 'ban_member'] as const)(
  '[M6][I12] %s under 500 messages a second: no socket of theirs hears one more, on no instance, and nobody else loses any',
  async (act) => {
    const owner = await Talker.register(cluster.urls[0] ?? '', `owner-${act}`);
    const { id: roomId } = await owner.do('create_room', { kind: 'private', name: act });
    const eve = await Talker.register(cluster.urls[1] ?? '', `eve-${act}`);
    const { signedIn } = eve;
    if (!signedIn) throw new Error('Eve is nobody.');
    const friends = await onEach((url, i) => Talker.register(url, `friend-${act}-${i}`));
    for (const { id: userId } of [eve, ...friends]) {
      await call(cluster.urls[0] ?? '', 'POST', `/api/rooms/${roomId}/invite`, owner.signedIn, { userId });
    }
    const eves = [eve, ...(await onEach((url) => Talker.connect(url, signedIn)))];
    const plain = await onEach((url) => PlainTalker.with(url, signedIn.accessToken));
    for (const talker of [...friends, ...eves]) await talker.do('join_room', { roomId });
    for (const talker of plain) {
      talker.send({ type: 'SUBSCRIBE', groupId: roomId });
      await talker.hear('SUBSCRIBED');
    }

    const { sent, end } = pour(friends, roomId);
    await eve.until(() => sent.length > A_SECOND / 2 && eve.seqs(roomId).length > 50, 'for a flood');

    const knocking = setInterval(() => {
      for (const talker of eves) void talker.ask('send_message', { roomId, message: 'me too' });
    }, EVERY_MS);

    const { rev } = await owner.do(act, { roomId, userId: eve.id });
    // Each instance hears of it in its turn among the changes of the room; then its sockets are out.
    for (const talker of eves) {
      await talker.hear('room_removed', (room: { roomId: string }) => room.roomId === roomId);
    }
    for (const talker of plain) await talker.hear('UNSUBSCRIBED');
    const heardThen = eves.map((talker) => talker.seqs(roomId).length);
    const framesThen = plain.map((talker) => talker.all('MESSAGE').length);
    const sentThen = sent.length;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    clearInterval(knocking);
    const refusals = await Promise.all(
      eves.map((talker) => talker.ask('send_message', { roomId, message: 'let me in' })),
    );
    const watching = await Promise.all(eves.map((talker) => talker.ask('watch_room', { roomId })));
    const replies = await end();

    expect(sent.length - sentThen).toBeGreaterThan(A_SECOND / 3);
    expect(eves.map((talker) => talker.seqs(roomId).length)).toEqual(heardThen);
    expect(plain.map((talker) => talker.all('MESSAGE').length)).toEqual(framesThen);
    const late = eves.flatMap((talker) =>
      talker.all('message').filter((message) => message.roomId === roomId && message.rev > rev),
    );
    expect(late).toEqual([]);
    for (const reply of [...refusals, ...watching]) {
      expect(reply).toMatchObject({ ok: false, error: { code: 'not_found' } });
    }

    expect(replies.filter((reply) => !reply.ok)).toEqual([]);
    const { room } = await owner.do('watch_room', { roomId });
    for (const friend of friends) {
      await friend.until(() => friend.seqs(roomId).at(-1) === room.lastSeq, 'for the last message');
      expect(friend.seqs(roomId)).toEqual(Array.from({ length: room.lastSeq }, (_, n) => n + 1));
      const afterwards = friend.all('message').filter((message) => message.rev > rev);
      expect(afterwards.filter(({ userId }) => userId === eve.id)).toEqual([]);
      expect(afterwards.length).toBeGreaterThan(A_SECOND / 3);
    }
    for (const talker of [owner, ...friends, ...eves]) talker.close();
    for (const talker of plain) talker.close();
  },
  60_000,
);
