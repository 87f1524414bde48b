import { errors } from '@parley/protocol';
import { ParleyError } from '../errors.js';
import { waitingIn } from '../outbox/outbox-state.js';
import { markStale } from '../room/apply.js';
import { addPending } from '../room/optimistic.js';
import { NO_PEOPLE } from '../room/room-people.js';
import { isMine } from '../room/room-snapshot.js';
import { emptyRoom } from '../room/room-state.js';
import * as list from '../room-list.js';
import type { HubEventOf } from './hub-event.js';
import { changeClient, changeRoom, changeSnapshot, roomOfVisit, type Turn } from './turn.js';

/** A room begins with what was kept of it, and with my messages on their way there. */
export function onOpenRoom(turn: Turn, { roomId, how, known }: HubEventOf<'open_room'>): void {
  if (turn.state.rooms.has(roomId)) return;
  const { me, outbox, visits } = turn.state;
  const begun = markStale(known ?? emptyRoom(roomId, me));
  const history = waitingIn(outbox, roomId).reduce(addPending, begun);
  const visit = visits + 1;
  const snapshot = {
    access: { state: 'entering' as const },
    history,
    people: NO_PEOPLE,
    loadingOlder: false,
    loadingNewer: false,
  };
  const room = { visit, how, snapshot, isFillingGap: false };
  turn.state = { ...turn.state, visits: visit, rooms: new Map(turn.state.rooms).set(roomId, room) };
  if (!history.head) turn.effects.push({ do: 'load_room', roomId, visit });
  enter(turn, roomId);
}

/** My membership stays. */
export function onCloseRoom(turn: Turn, roomId: string): void {
  const room = turn.state.rooms.get(roomId);
  if (!room) return;
  const rooms = new Map(turn.state.rooms);
  rooms.delete(roomId);
  turn.state = { ...turn.state, rooms };
  const { access, history } = room.snapshot;
  if (isMine(access)) turn.effects.push({ do: 'remember_room', history: { ...history, pending: [] } });
  turn.effects.push({ do: 'unwatch', roomId });
}

/** Begins, or begins again, to listen. The server's first page comes before its answer. */
export function enter(turn: Turn, roomId: string, attempt = 0): void {
  const room = turn.state.rooms.get(roomId);
  if (!room || !turn.state.isOnline || room.snapshot.access.state === 'gone') return;
  const { visit, how } = room;
  turn.effects.push({ do: 'enter', roomId, visit, how, round: turn.state.round, attempt });
}

export function onEntered(turn: Turn, event: HubEventOf<'entered'>): void {
  const { roomId, room } = event;
  if (!roomOfVisit(turn, event)) return;
  // How the room stands: what changed while it was not watched has not been told.
  changeClient(turn, { rooms: (rooms) => list.updateRoom(rooms, room) });
  // From now on a return is no new membership: a user who was removed stays removed.
  changeRoom(turn, roomId, { how: 'watch_room' });
  changeSnapshot(turn, roomId, { access: { state: 'inside', room } });
  turn.effects.push({ do: 'settle_ready', roomId, error: null });
}

export function onEntryFailed(turn: Turn, event: HubEventOf<'entry_failed'>): void {
  const { roomId, visit, round, attempt, error, serverNow } = event;
  if (!roomOfVisit(turn, event)) return;
  if (!error.retry) {
    turn.effects.push({ do: 'forget_room', roomId });
    refuse(turn, roomId, error, serverNow);
    turn.effects.push({ do: 'settle_ready', roomId, error });
  } else if (round === turn.state.round && error.code !== 'offline' && error.code !== 'disconnected') {
    turn.effects.push({
      do: 'later',
      name: `enter ${roomId}`,
      wait: { atLeastMs: error.retryAfterMs ?? 0, backoff: { of: 'connection', failures: attempt } },
      event: { type: 'entry_due', roomId, visit, round, attempt: attempt + 1 },
    });
  }
}

/** I was taken out. The news of a ban does not say until when: a public room tells those who ask. */
export function onRemoved(turn: Turn, roomId: string, isBanned: boolean, serverNow: number): void {
  turn.effects.push({ do: 'forget_room', roomId });
  const room = turn.state.rooms.get(roomId);
  if (!room) return;
  if (isBanned) {
    refuse(turn, roomId, new ParleyError('banned', errors.banned.means, false), serverNow);
    turn.effects.push({ do: 'request_ban_end', roomId, visit: room.visit });
  } else {
    changeSnapshot(turn, roomId, { access: { state: 'gone' } });
  }
  turn.effects.push({ do: 'settle_ready', roomId, error: ParleyError.removed() });
}

export function onBanConfirmed(turn: Turn, event: HubEventOf<'ban_confirmed'>): void {
  if (roomOfVisit(turn, event)) refuse(turn, event.roomId, event.error, event.serverNow);
}

function refuse(turn: Turn, roomId: string, error: ParleyError, serverNow: number): void {
  const { code, message: reason, retryAfterMs } = error;
  const until = retryAfterMs === null ? null : serverNow + retryAfterMs;
  changeSnapshot(turn, roomId, { access: { state: 'refused', code, reason, until } });
}
