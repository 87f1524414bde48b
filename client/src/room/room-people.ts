import { LIMITS, type RoomUser } from '@parley/protocol';

/** Somebody came or went while this room was open. `afterSeq`: the newest message then; `at` in ms of this machine. */
export interface Passing {
  id: number;
  kind: 'came' | 'went';
  user: RoomUser;
  afterSeq: number;
  at: number;
}

/** Who is in a room now. Nothing of this is numbered or stored: a snapshot begins it, events keep it. */
export interface RoomPeople {
  readonly here: readonly RoomUser[];
  /** Of them `here` names some, and of a crowd, above LIMITS.presenceWatchers, nobody; this counts all. */
  readonly total: number;
  readonly typing: readonly (RoomUser & { untilMs: number })[];
  readonly passing: readonly Passing[];
}

const PASSINGS_KEPT = 30;

export const NOBODY: RoomPeople = { here: [], total: 0, typing: [], passing: [] };

export function seeEveryone(people: RoomPeople, here: readonly RoomUser[], total: number): RoomPeople {
  return { ...people, here: isCrowd(total) ? [] : byName(here), total };
}

/** Of a crowd nobody is named: of those who come and go the server tells the count only. In smaller rooms it names each. */
export function count(people: RoomPeople, total: number): RoomPeople {
  return isCrowd(total) ? { ...people, here: [], total } : people;
}

export function arrive(people: RoomPeople, user: RoomUser, afterSeq: number, at: number): RoomPeople {
  if (people.here.some(({ userId }) => userId === user.userId)) return people;
  const { userId, username } = user;
  const here = byName([...people.here, { userId, username }]);
  return note({ ...people, here, total: people.total + 1 }, 'came', user, afterSeq, at);
}

export function depart(people: RoomPeople, user: RoomUser, afterSeq: number, at: number): RoomPeople {
  const here = people.here.filter(({ userId }) => userId !== user.userId);
  const total = Math.max(people.total - 1, here.length);
  return note({ ...stopTyping(people, user.userId), here, total }, 'went', user, afterSeq, at);
}

export function startTyping(people: RoomPeople, user: RoomUser, now: number): RoomPeople {
  const others = people.typing.filter(({ userId }) => userId !== user.userId);
  return {
    ...people,
    typing: [
      ...others,
      { userId: user.userId, username: user.username, untilMs: now + LIMITS.typingForgottenMs },
    ],
  };
}

export function stopTyping(people: RoomPeople, userId: string): RoomPeople {
  if (!people.typing.some((typist) => typist.userId === userId)) return people;
  return { ...people, typing: people.typing.filter((typist) => typist.userId !== userId) };
}

/** Nobody says that they stopped when their machine is gone. */
export function forgetTyping(people: RoomPeople, now: number): RoomPeople {
  if (people.typing.every(({ untilMs }) => untilMs > now)) return people;
  return { ...people, typing: people.typing.filter(({ untilMs }) => untilMs > now) };
}

function isCrowd(total: number): boolean {
  return total > LIMITS.presenceWatchers;
}

function note(
  people: RoomPeople,
  kind: Passing['kind'],
  { userId, username }: RoomUser,
  afterSeq: number,
  at: number,
): RoomPeople {
  const id = (people.passing.at(-1)?.id ?? 0) + 1;
  const passing = [...people.passing, { id, kind, user: { userId, username }, afterSeq, at }];
  return { ...people, passing: passing.slice(-PASSINGS_KEPT) };
}

function byName(users: readonly RoomUser[]): RoomUser[] {
  return [...users].sort((a, b) => a.username.localeCompare(b.username));
}
