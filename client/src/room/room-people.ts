import { LIMITS, type RoomUser } from '@parley/protocol';

/** A user came or went while this room was open. `afterSeq`: the newest message then; `at` in ms of this machine. */
export interface JoinLeave {
  id: number;
  kind: 'came' | 'went';
  user: RoomUser;
  afterSeq: number;
  at: number;
}

/** Who is in a room now. Nothing of this is numbered or stored: a snapshot begins it, events keep it. */
export interface RoomPeople {
  readonly here: readonly RoomUser[];
  /** Of them `here` names some, and of a crowd, above LIMITS.presenceWatchers, none; this counts all. */
  readonly total: number;
  readonly typing: readonly (RoomUser & { untilMs: number })[];
  readonly joinLeaves: readonly JoinLeave[];
}

const MAX_JOIN_LEAVES = 30;

export const NO_PEOPLE: RoomPeople = { here: [], total: 0, typing: [], joinLeaves: [] };

export function replaceUsers(people: RoomPeople, here: readonly RoomUser[], total: number): RoomPeople {
  return { ...people, here: isCrowd(total) ? [] : byName(here), total };
}

/** Of a crowd none is named: of those who come and go the server tells the count only. In smaller rooms it names each. */
export function setTotal(people: RoomPeople, total: number): RoomPeople {
  return isCrowd(total) ? { ...people, here: [], total } : people;
}

export function addUser(people: RoomPeople, user: RoomUser, afterSeq: number, at: number): RoomPeople {
  if (people.here.some(({ userId }) => userId === user.userId)) return people;
  const here = byName([...people.here, userOf(user)]);
  return addJoinLeave({ ...people, here, total: people.total + 1 }, 'came', user, afterSeq, at);
}

export function removeUser(people: RoomPeople, user: RoomUser, afterSeq: number, at: number): RoomPeople {
  const here = people.here.filter(({ userId }) => userId !== user.userId);
  const total = Math.max(people.total - 1, here.length);
  return addJoinLeave({ ...stopTyping(people, user.userId), here, total }, 'went', user, afterSeq, at);
}

export function startTyping(people: RoomPeople, user: RoomUser, now: number): RoomPeople {
  const others = people.typing.filter(({ userId }) => userId !== user.userId);
  return {
    ...people,
    typing: [...others, { ...userOf(user), untilMs: now + LIMITS.typingForgottenMs }],
  };
}

export function stopTyping(people: RoomPeople, userId: string): RoomPeople {
  if (!people.typing.some((typist) => typist.userId === userId)) return people;
  return { ...people, typing: people.typing.filter((typist) => typist.userId !== userId) };
}

/** A user whose machine is gone does not tell that they stopped. */
export function expireTyping(people: RoomPeople, now: number): RoomPeople {
  if (people.typing.every(({ untilMs }) => untilMs > now)) return people;
  return { ...people, typing: people.typing.filter(({ untilMs }) => untilMs > now) };
}

function isCrowd(total: number): boolean {
  return total > LIMITS.presenceWatchers;
}

function addJoinLeave(
  people: RoomPeople,
  kind: JoinLeave['kind'],
  user: RoomUser,
  afterSeq: number,
  at: number,
): RoomPeople {
  const id = (people.joinLeaves.at(-1)?.id ?? 0) + 1;
  const joinLeaves = [...people.joinLeaves, { id, kind, user: userOf(user), afterSeq, at }];
  return { ...people, joinLeaves: joinLeaves.slice(-MAX_JOIN_LEAVES) };
}

function byName(users: readonly RoomUser[]): RoomUser[] {
  return [...users].sort((a, b) => a.username.localeCompare(b.username));
}

/** Without what else an event may tell. */
export function userOf({ userId, username, guest }: RoomUser): RoomUser {
  return guest ? { userId, username, guest } : { userId, username };
}
