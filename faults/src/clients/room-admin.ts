import { now, pause, persist, sleep } from '../clock.js';
import type { Removal } from '../record/history.js';
import type { ChatClient } from './chat-client.js';
import type { Scene } from './scene.js';

const PATIENCE_MS = 60_000;

/** The owner of the attic removes members and lets them in again, until the signal; everybody is back at the end. */
export async function administerAttic(scene: Scene): Promise<void> {
  const { crew, random, signal } = scene;
  while (!signal.aborted) {
    await pause(random.between(2_000, 5_000), signal);
    if (signal.aborted) return;
    const guest = random.pick(crew.attic.members);
    const removal = await remove(scene, guest);
    if (!removal) {
      // Not answered is not refused: it may have been done all the same.
      await invite(scene, guest);
      if (guest.rooms.get(crew.attic.roomId)?.state.access.state !== 'inside') await enter(scene, guest);
      continue;
    }
    // Writing and reading there: both must be refused, on any instance.
    await guest.sendRaw(crew.attic.roomId, `after my removal ${removal.rev}`);
    removal.readStatus = await readAttic(scene, guest);
    await sleep(random.between(500, 2_000));
    await invite(scene, guest);
    removal.backRev = await membershipRev(scene, guest);
    await enter(scene, guest);
  }
}

async function remove(scene: Scene, guest: ChatClient): Promise<Removal | null> {
  const { crew, recorder } = scene;
  const path = `/api/rooms/${crew.attic.roomId}/members/${guest.id}`;
  const done = await byOwner(scene, path, 'DELETE').catch(() => false);
  if (!done) return null;
  const at = now();
  const rev = await membershipRev(scene, guest);
  const { roomId } = crew.attic;
  const removal: Removal = { userId: guest.id, roomId, at, rev, readStatus: null, backRev: null };
  recorder.history.removals.push(removal);
  return removal;
}

async function invite(scene: Scene, guest: ChatClient): Promise<void> {
  const { roomId } = scene.crew.attic;
  const body = JSON.stringify({ userId: guest.id });
  await persist(async () => {
    if (!(await byOwner(scene, `/api/rooms/${roomId}/invite`, 'POST', body))) throw new Error('not invited');
  }, PATIENCE_MS);
}

function enter({ crew }: Scene, guest: ChatClient): Promise<void> {
  return persist(() => guest.enter(crew.attic.roomId, 'watch_room'), PATIENCE_MS);
}

/** False when it was refused. Throws without an answer. */
async function byOwner({ cluster, crew, random }: Scene, path: string, method: string, body?: string) {
  const instance = random.pick(cluster.up);
  const { ok } = await crew.attic.owner.fetch(instance.url, path, { method, ...(body && { body }) });
  return ok;
}

/** Read from the table itself: only it knows for certain. */
function membershipRev({ cluster, crew }: Scene, guest: ChatClient): Promise<number> {
  const statement = 'SELECT rev FROM members WHERE room_id = $1 AND user_id = $2';
  return persist(
    () =>
      cluster.postgres.with(async (client) => {
        const { rows } = await client.query<{ rev: number }>(statement, [crew.attic.roomId, guest.id]);
        return rows[0]?.rev ?? 0;
      }),
    PATIENCE_MS,
  );
}

async function readAttic({ cluster, crew, random }: Scene, guest: ChatClient): Promise<number | null> {
  const path = `/api/chat/${crew.attic.roomId}/history`;
  const answer = await guest.fetch(random.pick(cluster.up).url, path).catch(() => null);
  return answer?.status ?? null;
}
