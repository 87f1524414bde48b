import type { Member, Message, Room, RoomSettings } from '@parley/protocol';

/** My rooms, the latest activity first. Every function gives a new list. */
export type RoomList = readonly Room[];

/** The server's whole list. What was heard of a room in the meantime is newer than the list, never older. */
export function replaceAll(list: RoomList, mine: readonly Room[]): RoomList {
  return sorted(mine.map((room) => newest(find(list, room.id), room)));
}

export function addRoom(list: RoomList, room: Room): RoomList {
  const others = list.filter(({ id }) => id !== room.id);
  return sorted([...others, newest(find(list, room.id), room)]);
}

/** How a room of the list stands now; of others nothing. */
export function updateRoom(list: RoomList, room: Room): RoomList {
  return change(list, room.id, (known) => newest(known, room));
}

export function removeRoom(list: RoomList, roomId: string): RoomList {
  return list.filter(({ id }) => id !== roomId);
}

/** A read cursor only moves forward, whatever order the news come in. */
export function readUpTo(list: RoomList, roomId: string, seq: number): RoomList {
  return change(list, roomId, (room) => (room.readSeq < seq ? { ...room, readSeq: seq } : room));
}

export function recordActivity(list: RoomList, roomId: string, lastSeq: number, at: number): RoomList {
  return change(list, roomId, (room) =>
    room.lastSeq < lastSeq ? { ...room, lastSeq, lastAt: Math.max(at, room.lastAt ?? 0) } : room,
  );
}

/** @param me what I said myself is not unread, where I had read all before it */
export function recordMessage(
  list: RoomList,
  { roomId, seq, timestamp, userId }: Message,
  me: string,
): RoomList {
  const noted = recordActivity(list, roomId, seq, timestamp);
  const isNext = userId === me && find(noted, roomId)?.readSeq === seq - 1;
  return isNext ? readUpTo(noted, roomId, seq) : noted;
}

/** What I may in a room has changed: my role, or a mute. */
export function changeMembership(list: RoomList, { roomId, role, member, mutedUntil }: Member): RoomList {
  if (!member) return list;
  return change(list, roomId, ({ mutedUntil: _before, ...room }) => ({
    ...room,
    role,
    ...(mutedUntil === undefined ? {} : { mutedUntil }),
  }));
}

export function changeSettings(list: RoomList, settings: RoomSettings): RoomList {
  return change(list, settings.roomId, (room) => withSettings(room, settings));
}

/** A room with these settings in place of its own; what they do not name is off. */
export function withSettings(
  { slowSeconds: _slow, showJoinLeave: _show, ...room }: Room,
  { name, topic, slowSeconds, showJoinLeave }: RoomSettings,
): Room {
  return {
    ...room,
    name,
    topic,
    ...(slowSeconds > 0 ? { slowSeconds } : {}),
    ...(showJoinLeave ? { showJoinLeave } : {}),
  };
}

export function unreadOf({ lastSeq, readSeq }: Room): number {
  return Math.max(0, lastSeq - readSeq);
}

/** What a list tells of who is online, over what was heard before. */
export function onlinePartners(
  online: ReadonlyMap<string, boolean>,
  rooms: readonly Room[],
): ReadonlyMap<string, boolean> {
  const told = rooms.flatMap(({ peer }) =>
    peer?.online === undefined ? [] : [[peer.userId, peer.online] as const],
  );
  return told.length > 0 ? new Map([...online, ...told]) : online;
}

function newest(known: Room | undefined, told: Room): Room {
  if (known?.epoch !== told.epoch) return told;
  return {
    ...told,
    lastSeq: Math.max(known.lastSeq, told.lastSeq),
    lastAt: Math.max(known.lastAt ?? 0, told.lastAt ?? 0) || null,
    readSeq: Math.max(known.readSeq, told.readSeq),
  };
}

function change(list: RoomList, roomId: string, how: (room: Room) => Room): RoomList {
  const known = find(list, roomId);
  if (!known) return list;
  const changed = how(known);
  if (changed === known) return list;
  return sorted(list.map((room) => (room === known ? changed : room)));
}

function find(list: RoomList, roomId: string): Room | undefined {
  return list.find(({ id }) => id === roomId);
}

function sorted(rooms: readonly Room[]): RoomList {
  return [...rooms].sort((a, b) => (b.lastAt ?? 0) - (a.lastAt ?? 0) || a.name.localeCompare(b.name));
}
