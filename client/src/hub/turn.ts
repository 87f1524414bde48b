import { type ClientChange, changed } from '../client-state.js';
import type { RoomSnapshot } from '../room/room-snapshot.js';
import type { Effect } from './effect.js';
import type { HubState, OpenRoomState } from './hub-state.js';

/**
 * One event at work. The parts of `update` put a new `state` here and add to `effects`; nothing outside of the turn is
 * touched, so `update` as a whole is a pure function.
 */
export interface Turn {
  state: HubState;
  readonly effects: Effect[];
}

export function changeClient(turn: Turn, change: ClientChange): void {
  const client = changed(turn.state.client, change);
  if (client !== turn.state.client) turn.state = { ...turn.state, client };
}

/** Nothing, where the room is not open. */
export function changeRoom(turn: Turn, roomId: string, change: Partial<OpenRoomState>): void {
  const room = turn.state.rooms.get(roomId);
  if (!room) return;
  turn.state = { ...turn.state, rooms: new Map(turn.state.rooms).set(roomId, { ...room, ...change }) };
}

export function changeSnapshot(turn: Turn, roomId: string, change: Partial<RoomSnapshot>): void {
  const room = turn.state.rooms.get(roomId);
  if (room) changeRoom(turn, roomId, { snapshot: { ...room.snapshot, ...change } });
}

/** The room, where it is still open as it was then. */
export function roomOfVisit(turn: Turn, of: { roomId: string; visit: number }): OpenRoomState | undefined {
  const room = turn.state.rooms.get(of.roomId);
  return room?.visit === of.visit ? room : undefined;
}
