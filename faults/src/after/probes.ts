import { randomUUID } from 'node:crypto';
import { reactionsOn } from '@parley/client';
import { HistoryPage, isKnownChange, RoomList } from '@parley/protocol';
import type { ChatClient } from '../clients/chat-client.js';
import type { Crew } from '../clients/crew.js';
import { sleep, until } from '../clock.js';
import type { Cluster } from '../cluster/cluster.js';
import type { Recorder } from '../record/recorder.js';

/** Tries everything once more: each instance is ready, each client's word reaches everybody who is there. */
export async function probe(
  cluster: Cluster,
  crew: Crew,
  recorder: Recorder,
  patienceMs: number,
): Promise<void> {
  const { probes } = recorder.history;
  for (const instance of cluster.instances) {
    let detail = 'no answer';
    const ok = await until(async () => {
      const answer = await fetch(`${instance.url}/health/ready`, {
        signal: AbortSignal.timeout(patienceMs),
      }).catch(() => null);
      detail = answer ? `${answer.status}` : 'no answer';
      return answer?.status === 200;
    }, patienceMs);
    probes.push({ what: `${instance.id} is ready`, ok, detail });
  }
  await Promise.all(
    crew.clients.flatMap((client) =>
      [...client.rooms.keys()].map((roomId) => talkIn(crew, recorder, { client, roomId }, patienceMs)),
    ),
  );
  const [first] = crew.clients;
  if (first) {
    const roomId = `new-${randomUUID().slice(0, 8)}`;
    const talking = first.enter(roomId).then(() => first.say(roomId, 'A room that was not there before.'));
    const said = await Promise.race([talking, sleep(patienceMs, null)]);
    probes.push({ what: 'a new room works', ok: said?.seq === 1, detail: `#${said?.seq}` });
  }
}

async function talkIn(
  crew: Crew,
  recorder: Recorder,
  { client, roomId }: { client: ChatClient; roomId: string },
  patienceMs: number,
): Promise<void> {
  const text = `everything works again ${randomUUID()}`;
  const said = await Promise.race([client.say(roomId, text), sleep(patienceMs, null)]);
  const others = crew.clients.filter(({ rooms }) => rooms.has(roomId));
  const shows = ({ rooms }: ChatClient) =>
    rooms
      .get(roomId)
      ?.state.history.messages.some(({ seq, message }) => seq === said?.seq && message === text);
  const ok = said !== null && (await until(() => others.every(shows), patienceMs));
  const detail = said
    ? `#${said.seq} reached ${others.filter(shows).length} of ${others.length}`
    : 'not stored';
  recorder.history.probes.push({ what: `${client.name} talks in ${roomId}`, ok, detail });
}

/**
 * An answer of REST, now that everything is healed. Null where none is had in that time: that is a thing that does not work
 * again (I20), and what else the run has found is to be told all the same.
 */
async function read<T>(
  { client, origin, path }: { client: ChatClient; origin: string; path: string },
  schema: { parse(body: unknown): T },
  recorder: Recorder,
  patienceMs: number,
): Promise<T | null> {
  let detail = 'no answer';
  let body: unknown = null;
  const ok = await until(async () => {
    const response = await client.fetch(origin, path).catch(() => null);
    body = await response?.json().catch(() => null);
    if (response) detail = `${response.status} ${JSON.stringify(body)}`;
    return response?.ok === true;
  }, patienceMs);
  recorder.history.probes.push({ what: `${path} at ${origin}`, ok, detail });
  return ok ? schema.parse(body) : null;
}

/** What everybody is shown of reactions: by their view, and by the newest page of each instance. */
export async function readReactions(
  cluster: Cluster,
  crew: Crew,
  recorder: Recorder,
  patienceMs: number,
): Promise<void> {
  const { shownReactions } = recorder.history;
  for (const client of crew.clients) {
    for (const [roomId, { state }] of client.rooms) {
      const seqs = state.history.messages.map(({ seq }) => seq);
      const reactions = seqs.flatMap((seq) =>
        reactionsOn(state.history, seq).map(({ emoji, count }) => ({ seq, emoji, count })),
      );
      shownReactions.push({ where: `${client.name}'s view`, roomId, seqs, reactions });
    }
  }
  const { owner } = crew.attic;
  for (const { url, id } of cluster.instances) {
    for (const roomId of owner.rooms.keys()) {
      const page = await read(newestPage(owner, url, roomId), HistoryPage, recorder, patienceMs);
      if (!page) continue;
      const { messages, annexes = [] } = page;
      const reactions = annexes.flatMap((change) =>
        isKnownChange(change) && change.kind === 'reaction' ? [change.row] : [],
      );
      const seqs = messages.map(({ seq }) => seq);
      shownReactions.push({ where: `the history at ${id}`, roomId, seqs, reactions });
    }
  }
}

/** What each client is told of what is unread. */
export async function askForUnread(
  cluster: Cluster,
  crew: Crew,
  recorder: Recorder,
  patienceMs: number,
): Promise<void> {
  for (const [n, client] of crew.clients.entries()) {
    const origin = cluster.instances[n % cluster.instances.length]?.url ?? '';
    const list = await read({ client, origin, path: '/api/rooms' }, RoomList, recorder, patienceMs);
    for (const { id: roomId, lastSeq, readSeq } of list?.rooms ?? []) {
      recorder.history.unread.push({ userId: client.id, roomId, lastSeq, readSeq });
    }
  }
}

/** Looks for every deleted text everywhere: the table, all of Redis, the pages of each instance, every view. */
export async function searchForDeleted(
  cluster: Cluster,
  crew: Crew,
  recorder: Recorder,
  patienceMs: number,
): Promise<void> {
  const { amendments, remains } = recorder.history;
  const gone = new Set(
    amendments.filter(({ text, done }) => text === null && done).map(({ clientId }) => clientId),
  );
  const texts = recorder.history.sends.filter(({ clientId }) => gone.has(clientId)).map(({ text }) => text);
  const look = (where: string, content: string) => {
    recorder.history.searched += 1;
    for (const canary of content.match(/canary-[0-9a-f-]{36}/g) ?? []) {
      if (texts.includes(canary)) remains.push({ text: canary, where });
    }
  };
  const { rows } = await cluster.postgres.with((client) =>
    client.query<{ body: string }>(`SELECT body FROM messages WHERE body LIKE 'canary-%'`),
  );
  look('the table', rows.map(({ body }) => body).join(' '));
  await cluster.redis.with(async (redis) => {
    for (const key of await redis.keys('*')) {
      const isList = (await redis.type(key)) === 'list';
      if (isList) look(`Redis, ${key}`, (await redis.lrange(key, 0, -1)).join(' '));
    }
  });
  for (const { url, id } of cluster.instances) {
    const client = crew.attic.owner;
    for (const roomId of client.rooms.keys()) {
      const page = await read(newestPage(client, url, roomId), HistoryPage, recorder, patienceMs);
      const shown = page?.messages.map(({ message }) => message) ?? [];
      look(`the history of ${roomId} at ${id}`, shown.join(' '));
    }
  }
  for (const client of crew.clients) {
    for (const [roomId, { state }] of client.rooms) {
      look(
        `${client.name}'s view of ${roomId}`,
        state.history.messages.map(({ message }) => message).join(' '),
      );
    }
  }
}

function newestPage(client: ChatClient, origin: string, roomId: string) {
  return { client, origin, path: `/api/chat/${roomId}/history?limit=100` };
}
