import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  type Decision,
  decideRead,
  decideSend,
  MemberRole,
  type RoomFacts,
  RoomKind,
  type User,
} from '@parley/protocol';
import { v7 } from 'uuid';
import { Unlimited } from '../../src/adapters/memory/unlimited.js';
import { digestKey } from '../../src/adapters/postgres/digest-key.js';
import { PostgresMessageLog } from '../../src/adapters/postgres/message-log.js';
import { PostgresRoomStore } from '../../src/adapters/postgres/room-store.js';
import { SendMessage } from '../../src/chat/messages/send-message.js';
import { Refusal } from '../../src/chat/refusal.js';
import { getVisibleRoom } from '../../src/chat/rooms/get-visible-room.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { callerOf } from '../support/people.js';

// Sending is judged twice: by `decideSend`, which the page asks, and in `store_messages`, which costs a comparison under the
// lock there. Reading is, too: by `decideRead`, and by the look-up of a room. Here they are asked of all that can be.

const HOUR_MS = 3_600_000;
const SLOW_SECONDS = 600;
/** What a busy machine may need between two looks at a clock. */
const ABOUT_MS = 60_000;
const began = Date.now();

const SPANS = ['never', 'over', 'lasting'] as const;
type Span = (typeof SPANS)[number];
/** When the user's last message was stored, and made; a clock that was ahead leaves times to come. */
const LAST = {
  none: null,
  'long ago': { at: began - HOUR_MS, madeAt: began - HOUR_MS },
  'just now': { at: began, madeAt: began },
  'to come, made just now': { at: began + HOUR_MS, madeAt: began },
  'to come': { at: began + HOUR_MS, madeAt: began + HOUR_MS },
} as const;
type Last = keyof typeof LAST;

interface Situation {
  user: User;
  /** Null: no row of this user was ever stored. */
  membership: { role: MemberRole; ended: boolean; banned: Span; muted: Span } | null;
  last: Last;
}

interface Place {
  id: string;
  kind: RoomKind;
  slowSeconds: number;
}

const situations: Situation[] = [null, ...memberships()].flatMap((membership) =>
  Object.keys(LAST).map((last) => ({ user: aUser(), membership, last: last as Last })),
);
const places: Place[] = RoomKind.options.flatMap((kind) =>
  [0, SLOW_SECONDS].map((slowSeconds) => ({
    id: kind === 'public' ? `room-${randomUUID().slice(0, 13)}` : randomUUID(),
    kind,
    slowSeconds,
  })),
);

let database: TestDatabase;
let rooms: PostgresRoomStore;
let log: PostgresMessageLog;

beforeAll(async () => {
  database = await createDatabase();
  rooms = new PostgresRoomStore(database.source);
  log = new PostgresMessageLog(database.source, database.address, digestKey('a secret'));
  await addUsers();
  for (const place of places) await addRoom(place);
}, 60_000);
afterAll(async () => {
  await log.close();
  await database.drop();
});

test.each(places)(
  '[M4][R10][R11][R12] in a $kind room, slow by $slowSeconds s, store_messages finds of everybody what the policy says',
  async (place) => {
    const send = new SendMessage(log, new Unlimited());
    const answers = await Promise.all(
      situations.map(async (situation) => {
        const input = { roomId: place.id, message: 'Hello!' };
        const found = await outcomeOf(() => send.run(callerOf(situation.user), input));
        return {
          situation,
          found,
          said: decideSend(factsOf(situation, place), lastSentAt(situation), Date.now()),
        };
      }),
    );
    expect(answers.filter(({ found, said }) => !isSame(found, said))).toEqual([]);
    expect(new Set(answers.map(({ found }) => codeOf(found))).size).toBe(
      EXPECTED_CODES[place.kind] + (place.slowSeconds > 0 ? 1 : 0),
    );
  },
);

test.each(places)(
  '[M4][M5][R11] in a $kind room, slow by $slowSeconds s, the look-up lets in whom the policy lets in',
  async (place) => {
    const answers = await Promise.all(
      situations.map(async (situation) => ({
        situation,
        found: await outcomeOf(() => getVisibleRoom(rooms, callerOf(situation.user), place.id)),
        said: decideRead(factsOf(situation, place)),
      })),
    );
    expect(answers.filter(({ found, said }) => codeOf(found) !== codeOf(said))).toEqual([]);
  },
);

/** Allowed, muted, and for others than members: `not_found`, or `not_a_member` and `banned`. */
const EXPECTED_CODES = { public: 4, private: 3, direct: 3 } as const;

function factsOf(
  { membership }: Situation,
  { kind, slowSeconds }: Place,
): RoomFacts & { slowSeconds: number } {
  const facts = { kind, slowSeconds, role: null };
  if (!membership) return facts;
  const { role, ended, banned, muted } = membership;
  return {
    ...facts,
    role: ended ? null : role,
    banned: banned === 'lasting',
    mutedUntil: muted === 'lasting' ? (momentOf(muted) ?? undefined) : undefined,
  };
}

/** A time to come is taken for the time when the message was made, where that is known better. */
function lastSentAt({ last }: Situation): number | null {
  return LAST[last]?.madeAt ?? null;
}

function momentOf(span: Span): number | null {
  return span === 'never' ? null : began + (span === 'over' ? -1 : HOUR_MS);
}

function memberships(): NonNullable<Situation['membership']>[] {
  return MemberRole.options.flatMap((role) =>
    [false, true].flatMap((ended) =>
      SPANS.flatMap((banned) => SPANS.map((muted) => ({ role, ended, banned, muted }))),
    ),
  );
}

function aUser(): User {
  const id = randomUUID();
  return { id, username: id, kind: 'account', role: 'member' };
}

async function outcomeOf(operation: () => Promise<unknown>): Promise<Decision> {
  try {
    await operation();
    return { allowed: true };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { allowed: false, code: error.code, retryAfterMs: error.retryAfterMs };
  }
}

const codeOf = (decision: Decision) => (decision.allowed ? 'allowed' : decision.code);

function isSame(found: Decision, said: Decision): boolean {
  if (found.allowed || said.allowed) return found.allowed === said.allowed;
  const [foundMs = 0, saidMs = 0] = [found.retryAfterMs, said.retryAfterMs];
  return found.code === said.code && foundMs > 0 === saidMs > 0 && Math.abs(foundMs - saidMs) < ABOUT_MS;
}

async function addUsers(): Promise<void> {
  await database.source.query(
    `INSERT INTO users (id, username, name_key, kind) SELECT id, id::text, id::text, 'account' FROM unnest($1::uuid[]) AS id`,
    [situations.map(({ user }) => user.id)],
  );
}

async function addRoom({ id, kind, slowSeconds }: Place): Promise<void> {
  const { source } = database;
  const members = situations.flatMap(({ user, membership }) => (membership ? [{ user, ...membership }] : []));
  const authors = situations.flatMap(({ user, last }) => (LAST[last] ? [{ user, ...LAST[last] }] : []));
  await source.query(
    `INSERT INTO rooms (id, name, kind, epoch, last_seq, last_rev, last_at, slow_seconds)
     VALUES ($1, $1, $2, $3, $4, $5, 1, $6)`,
    [id, kind, randomUUID(), authors.length, members.length + authors.length, slowSeconds],
  );
  await source.query(
    `INSERT INTO members (room_id, user_id, role, rev, member, banned_until, muted_until)
     SELECT $1, m.id, m.role, m.n, m.member, m.banned, m.muted
     FROM unnest($2::uuid[], $3::text[], $4::boolean[], $5::bigint[], $6::bigint[]) WITH ORDINALITY
          AS m (id, role, member, banned, muted, n)`,
    [
      id,
      members.map(({ user }) => user.id),
      members.map(({ role }) => role),
      members.map(({ ended }) => !ended),
      members.map(({ banned }) => momentOf(banned)),
      members.map(({ muted }) => momentOf(muted)),
    ],
  );
  await source.query(
    `INSERT INTO messages (room_id, seq, rev, id, user_id, client_id, body, sent_at)
     SELECT $1, a.n, $5 + a.n, a.id, a.user_id, gen_random_uuid(), 'Before', a.at
     FROM unnest($2::uuid[], $3::uuid[], $4::bigint[]) WITH ORDINALITY AS a (id, user_id, at, n)`,
    [
      id,
      authors.map(({ madeAt }) => v7({ msecs: madeAt })),
      authors.map(({ user }) => user.id),
      authors.map(({ at }) => at),
      members.length,
    ],
  );
}
