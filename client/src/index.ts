// What the protocol calls a Room is a room of a list here; a Room of this package is one that is open.
export type {
  CommandName,
  ErrorCode,
  EventArgs,
  EventName,
  Head,
  HistoryPage,
  Input,
  ListedSession,
  Member,
  Message,
  Output,
  Room as ListedRoom,
  RoomUser,
  User,
} from '@parley/protocol';
export { LIMITS } from '@parley/protocol';
export type { Backoff } from './backoff.js';
export type { ClientState } from './client-state.js';
export type { Connection, ConnectionOptions } from './connection.js';
export type { ConnectionState, ServerInfo } from './connection-state.js';
export { type LocalCode, ParleyError, type ParleyErrorCode } from './errors.js';
export type { ChatStorage, KeptRoom } from './keep/chat-storage.js';
export type { OutboxOptions } from './outbox/outbox.js';
export type { OutboxStorage, Outgoing } from './outbox/outbox-storage.js';
export { ParleyClient } from './parley-client.js';
export type { ParleyClientOptions } from './parley-client-options.js';
export type { FollowOptions, Room, RoomEvents } from './room/room.js';
export type { Passing, RoomPeople } from './room/room-people.js';
export type { Access, RoomSnapshot, Sending } from './room/room-snapshot.js';
export type { Pending, RoomState } from './room/room-state.js';
export { type RoomList, unreadOf } from './room-list.js';
export type { HistoryQuery, Person, Rest, RoomBan, RoomMember } from './session/rest.js';
export { Session, type SessionOptions, type SessionState } from './session/session.js';
export { MemorySessionStorage, type SessionStorage, type StoredSession } from './session/session-storage.js';
