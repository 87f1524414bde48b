import { pause } from '../clock.js';
import type { Scene } from './scene.js';

/** The owner of the attic deletes messages of others, until the signal. */
export async function moderate(scene: Scene): Promise<void> {
  const { random, signal } = scene;
  while (!signal.aborted) {
    await pause(random.between(300, 1_200), signal);
    if (!signal.aborted) await deleteOne(scene);
  }
}

/** One of the latest, once: canaries are deleted by their authors. */
async function deleteOne({ crew, random, recorder }: Scene): Promise<void> {
  const { owner, roomId } = crew.attic;
  const messages = owner.rooms.get(roomId)?.state.history.messages.slice(-30) ?? [];
  const theirs = messages.filter(
    ({ userId, deletedAt, message }) =>
      userId !== owner.id && deletedAt === undefined && !message.startsWith('canary-'),
  );
  if (theirs.length === 0) return;
  const { seq, clientId, message: text } = random.pick(theirs);
  const moderation = { roomId, seq, done: false };
  recorder.history.moderations.push(moderation);
  await owner.amend({ roomId, seq, clientId, text }, null);
  moderation.done = recorder.history.amendments.some(
    (one) => one.userId === owner.id && one.clientId === clientId && one.text === null && one.done !== null,
  );
}
