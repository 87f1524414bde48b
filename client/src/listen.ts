import type { Connection } from './connection.js';
import type { OpenRoom } from './room/open-room.js';
import * as list from './room-list.js';

export interface RoomEars {
  /** My id. */
  me: string;
  openRoom(roomId: string): OpenRoom | undefined;
  forget(roomId: string): void;
  changeRooms(how: (rooms: list.RoomList) => list.RoomList): void;
  sawOnline(userId: string, online: boolean): void;
  /** There is news in a room that is not open, up to `lastSeq`. */
  heardOf(roomId: string, lastSeq: number): void;
}

/** Brings every event to the room, or the list, it is about. */
export function listenToRooms(connection: Connection, ears: RoomEars): void {
  const { openRoom, changeRooms } = ears;
  connection.on('message_history', (messages, head) => openRoom(head.roomId)?.pageCame(messages, head));
  connection.on('message', (row) => {
    openRoom(row.roomId)?.messageCame(row);
    changeRooms((rooms) => list.noteMessage(rooms, row));
  });
  connection.on('message_updated', (row) => openRoom(row.roomId)?.changeCame({ kind: 'message', row }));
  connection.on('member_updated', (row) => {
    openRoom(row.roomId)?.changeCame({ kind: 'member', row });
    if (row.userId === ears.me) changeRooms((rooms) => list.changeStanding(rooms, row));
  });
  connection.on('room_updated', (row) => {
    openRoom(row.roomId)?.changeCame({ kind: 'room', row });
    changeRooms((rooms) => list.changeSettings(rooms, row));
  });
  connection.on('room_head', (head) => openRoom(head.roomId)?.headCame(head));

  connection.on('room_users', (users, { roomId, total }) => openRoom(roomId)?.people.everyone(users, total));
  connection.on('user_joined', (user) => openRoom(user.roomId)?.people.came(user));
  connection.on('user_left', (user) => openRoom(user.roomId)?.people.went(user));
  connection.on('user_typing', ({ roomId, isTyping, ...user }) =>
    openRoom(roomId)?.people.types(user, isTyping),
  );
  connection.on('presence', ({ roomId, changes, watchers }) => {
    openRoom(roomId)?.people.counted(watchers);
    for (const { userId, online } of changes) ears.sawOnline(userId, online);
  });

  connection.on('room_added', (room) => changeRooms((rooms) => list.addRoom(rooms, room)));
  connection.on('room_removed', ({ roomId, banned }) => {
    openRoom(roomId)?.gone(banned);
    ears.forget(roomId);
    changeRooms((rooms) => list.removeRoom(rooms, roomId));
  });
  connection.on('room_read', ({ roomId, seq }) => changeRooms((rooms) => list.readUpTo(rooms, roomId, seq)));
  connection.on('room_activity', ({ roomId, lastSeq }) => {
    ears.heardOf(roomId, lastSeq);
    changeRooms((rooms) => list.noteActivity(rooms, roomId, lastSeq, Date.now()));
  });
}
