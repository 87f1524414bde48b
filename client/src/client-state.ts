import type { RoomList } from './room-list.js';

/** What concerns no single room. A new object with every change. */
export interface ClientState {
  /** My rooms, the latest activity first; null until they are known. */
  readonly rooms: RoomList | null;
  /** The server told the rooms; until then they are those of an earlier run. */
  readonly current: boolean;
  /** My messages that no server has confirmed. */
  readonly unsent: number;
  /** Who is online, of those whose coming and going I hear. */
  readonly online: ReadonlyMap<string, boolean>;
}

export interface ClientChange extends Partial<Omit<ClientState, 'rooms'>> {
  rooms?: (rooms: RoomList) => RoomList;
  /** The whole list: it may begin with this change. */
  known?: true;
}

export const NOTHING_KNOWN: ClientState = { rooms: null, current: false, unsent: 0, online: new Map() };

/** The state after a change: the same object when nothing is different. */
export function changed(before: ClientState, { rooms: how, known, ...rest }: ClientChange): ClientState {
  const rooms = how && (before.rooms || known) ? how(before.rooms ?? []) : before.rooms;
  const { current = before.current, unsent = before.unsent, online = before.online } = rest;
  const isSame =
    rooms === before.rooms &&
    current === before.current &&
    unsent === before.unsent &&
    online === before.online;
  return isSame ? before : { rooms, current, unsent, online };
}
