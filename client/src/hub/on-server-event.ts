import { type Change, changeKindOf, type EventArgs, type EventName, type Room } from '@parley/protocol';
import { applyChange, applyHead } from '../room/apply.js';
import { enter as enterPage } from '../room/catch-up.js';
import { replaceUsers, setTotal, stopTyping } from '../room/room-people.js';
import * as list from '../room-list.js';
import type { HubEventOf } from './hub-event.js';
import { onRemoved } from './on-entry.js';
import { changeHistory } from './on-history.js';
import { changePeople, onTyping, onUserJoined, onUserLeft } from './on-people.js';
import { changeClient, type Turn } from './turn.js';

/** When it came: `at` by this machine's clock, ms. */
type Moment = Pick<HubEventOf<'server_event'>, 'at' | 'serverNow'>;
type Handler<N extends EventName> = (turn: Turn, args: EventArgs<N>, moment: Moment) => void;

/** What each event of the protocol changes here; null: nothing. */
const handlers: { readonly [N in EventName]: Handler<N> | null } = {
  message_history(turn, [messages, { roomId, epoch, rev, annexes }]) {
    changeHistory(turn, roomId, (history) => enterPage(history, { head: { epoch, rev }, messages, annexes }));
  },

  message(turn, [row]) {
    changePeople(turn, row.roomId, (now) => stopTyping(now, row.userId));
    changeClient(turn, { rooms: (rooms) => list.recordMessage(rooms, row, turn.state.me) });
  },
  message_updated: null,
  member_updated(turn, [row]) {
    if (row.userId === turn.state.me)
      changeClient(turn, { rooms: (rooms) => list.changeMembership(rooms, row) });
  },
  reaction_updated: null,
  room_updated: (turn, [row]) => changeClient(turn, { rooms: (rooms) => list.changeSettings(rooms, row) }),
  room_head: (turn, [head]) => changeHistory(turn, head.roomId, (history) => applyHead(history, head)),

  room_users: (turn, [users, { roomId, total }]) =>
    void changePeople(turn, roomId, (now) => replaceUsers(now, users, total)),
  user_joined: (turn, [user], { at }) => onUserJoined(turn, user.roomId, user, at),
  user_left: (turn, [user], { at }) => onUserLeft(turn, user.roomId, user, at),
  user_typing: (turn, [{ roomId, isTyping, ...user }], { at }) => onTyping(turn, roomId, user, isTyping, at),
  presence(turn, [{ roomId, changes, watchers }]) {
    changePeople(turn, roomId, (now) => setTotal(now, watchers));
    const online = new Map(turn.state.client.online);
    for (const change of changes) online.set(change.userId, change.online);
    if (changes.length > 0) changeClient(turn, { online });
  },

  room_added: (turn, [room]) => onRoomAdded(turn, room),
  room_removed(turn, [{ roomId, banned }], { serverNow }) {
    onRemoved(turn, roomId, banned === true, serverNow);
    changeClient(turn, { rooms: (rooms) => list.removeRoom(rooms, roomId) });
  },
  room_read: (turn, [{ roomId, seq }]) =>
    changeClient(turn, { rooms: (rooms) => list.readUpTo(rooms, roomId, seq) }),
  room_activity(turn, [{ roomId, lastSeq }], { serverNow }) {
    const room = turn.state.client.rooms?.find(({ id }) => id === roomId);
    // Without a new message, something else happened there.
    if (room && lastSeq <= room.lastSeq && !turn.state.rooms.has(roomId))
      turn.effects.push({ do: 'revalidate', roomId });
    changeClient(turn, { rooms: (rooms) => list.recordActivity(rooms, roomId, lastSeq, serverNow) });
  },

  // Of the connection and its session, which hear of them by themselves.
  server_info: null,
  authenticated: null,
  token_expiring: null,
  goodbye: null,
  // For programs that ask for them.
  room_created: null,
  error: null,
};

export function onServerEvent(turn: Turn, { event, ...moment }: HubEventOf<'server_event'>): void {
  if (event.name === 'unknown_change') {
    const [row] = event.args;
    changeHistory(turn, row.roomId, (history) => applyChange(history, { kind: 'unknown', row }));
    return;
  }
  const kind = changeKindOf(event.name);
  if (kind !== null) {
    const change = { kind, row: event.args[0] } as Change;
    changeHistory(turn, change.row.roomId, (history) => applyChange(history, change));
  }
  // The table pairs each name with its arguments; the compiler loses the pairing at the look-up.
  (handlers[event.name] as Handler<typeof event.name> | null)?.(turn, event.args as never, moment);
}

export function onRoomAdded(turn: Turn, room: Room): void {
  const online = list.onlinePartners(turn.state.client.online, [room]);
  changeClient(turn, { rooms: (rooms) => list.addRoom(rooms, room), online });
}
