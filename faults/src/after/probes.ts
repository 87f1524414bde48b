import { randomUUID } from 'node:crypto';
import { HistoryPage, RoomList } from '@parley/protocol';
import { sleep, until } from '../clock.js';
import type { House } from '../house/house.js';
import type { Crew } from '../people/crew.js';
import type { Person } from '../people/person.js';
import type { Recorder } from '../record/recorder.js';

/** Tries everything once more: each instance is ready, each person's word reaches everybody who is there. */
export async function probe(house: House, crew: Crew, recorder: Recorder, patienceMs: number): Promise<void> {
  const { probes } = recorder.history;
  for (const instance of house.instances) {
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
    crew.people.flatMap((person) =>
      [...person.rooms.keys()].map((roomId) => talkIn(crew, recorder, { person, roomId }, patienceMs)),
    ),
  );
  const [first] = crew.people;
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
  { person, roomId }: { person: Person; roomId: string },
  patienceMs: number,
): Promise<void> {
  const text = `everything works again ${randomUUID()}`;
  const said = await Promise.race([person.say(roomId, text), sleep(patienceMs, null)]);
  const others = crew.people.filter(({ rooms }) => rooms.has(roomId));
  const shows = ({ rooms }: Person) =>
    rooms
      .get(roomId)
      ?.state.history.messages.some(({ seq, message }) => seq === said?.seq && message === text);
  const ok = said !== null && (await until(() => others.every(shows), patienceMs));
  const detail = said
    ? `#${said.seq} reached ${others.filter(shows).length} of ${others.length}`
    : 'not stored';
  recorder.history.probes.push({ what: `${person.name} talks in ${roomId}`, ok, detail });
}

/** What each person is told of what is unread. */
export async function askForUnread(house: House, crew: Crew, recorder: Recorder): Promise<void> {
  for (const [n, person] of crew.people.entries()) {
    const instance = house.instances[n % house.instances.length];
    const response = instance && (await person.fetch(instance.url, '/api/rooms'));
    const { rooms } = RoomList.parse(await response?.json());
    for (const { id: roomId, lastSeq, readSeq } of rooms) {
      recorder.history.unread.push({ personId: person.id, roomId, lastSeq, readSeq });
    }
  }
}

/** Looks for every deleted text everywhere: the table, all of Redis, the pages of each instance, every view. */
export async function searchForDeleted(house: House, crew: Crew, recorder: Recorder): Promise<void> {
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
  const { rows } = await house.postgres.with((client) =>
    client.query<{ body: string }>(`SELECT body FROM messages WHERE body LIKE 'canary-%'`),
  );
  look('the table', rows.map(({ body }) => body).join(' '));
  await house.redis.with(async (redis) => {
    for (const key of await redis.keys('*')) {
      const isList = (await redis.type(key)) === 'list';
      if (isList) look(`Redis, ${key}`, (await redis.lrange(key, 0, -1)).join(' '));
    }
  });
  for (const { url, id } of house.instances) {
    const person = crew.attic.owner;
    for (const roomId of person.rooms.keys()) {
      const response = await person.fetch(url, `/api/chat/${roomId}/history?limit=100`);
      const page = HistoryPage.parse(await response.json());
      look(`the history of ${roomId} at ${id}`, page.messages.map(({ message }) => message).join(' '));
    }
  }
  for (const person of crew.people) {
    for (const [roomId, { state }] of person.rooms) {
      look(
        `${person.name}'s view of ${roomId}`,
        state.history.messages.map(({ message }) => message).join(' '),
      );
    }
  }
}
