import { LIMITS, type RoomUser } from '@parley/protocol';
import * as people from '../room/room-people.js';
import { changeSnapshot, type Turn } from './turn.js';

/** How often it is looked for users who fell silent while they typed, ms. */
const EXPIRE_TYPING_EVERY_MS = LIMITS.typingForgottenMs / 6;

export function onUserJoined(turn: Turn, roomId: string, user: RoomUser, at: number): void {
  const isNews = changePeople(turn, roomId, (now) => people.addUser(now, user, newestSeq(turn, roomId), at));
  if (isNews) turn.effects.push({ do: 'emit_joined', roomId, user: people.userOf(user) });
}

export function onUserLeft(turn: Turn, roomId: string, user: RoomUser, at: number): void {
  if (user.userId === turn.state.me) return;
  changePeople(turn, roomId, (now) => people.removeUser(now, user, newestSeq(turn, roomId), at));
  turn.effects.push({ do: 'emit_left', roomId, user: people.userOf(user) });
}

export function onTyping(turn: Turn, roomId: string, user: RoomUser, isTyping: boolean, at: number): void {
  const isFirst = turn.state.rooms.get(roomId)?.snapshot.people.typing.length === 0;
  changePeople(turn, roomId, (now) =>
    isTyping ? people.startTyping(now, user, at) : people.stopTyping(now, user.userId),
  );
  if (isFirst && isTyping) expireTypingLater(turn, roomId, at);
}

export function onTypingDue(turn: Turn, roomId: string, at: number): void {
  changePeople(turn, roomId, (now) => people.expireTyping(now, at));
  if (turn.state.rooms.get(roomId)?.snapshot.people.typing.length) expireTypingLater(turn, roomId, at);
}

/** True when something changed. */
export function changePeople(
  turn: Turn,
  roomId: string,
  how: (now: people.RoomPeople) => people.RoomPeople,
): boolean {
  const before = turn.state.rooms.get(roomId)?.snapshot.people;
  if (!before) return false;
  const now = how(before);
  if (now !== before) changeSnapshot(turn, roomId, { people: now });
  return now !== before;
}

function expireTypingLater(turn: Turn, roomId: string, at: number): void {
  turn.effects.push({
    do: 'later',
    name: `typing ${roomId}`,
    wait: { atLeastMs: EXPIRE_TYPING_EVERY_MS },
    event: { type: 'typing_due', roomId, at: at + EXPIRE_TYPING_EVERY_MS },
  });
}

/** To place those who come and go among what is said. */
function newestSeq(turn: Turn, roomId: string): number {
  return turn.state.rooms.get(roomId)?.snapshot.history.messages.at(-1)?.seq ?? 0;
}
