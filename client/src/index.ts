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
  Reaction,
  Room as ListedRoom,
  RoomUser,
  User,
} from '@parley/protocol';
export { isEmoji, LIMITS } from '@parley/protocol';
export type { Backoff } from './backoff.js';
export type { CachedRoom, ChatStorage } from './cache/chat-storage.js';
export type { ClientState } from './client-state.js';
export type { Connection, ConnectionOptions } from './connection.js';
export type { ConnectionState, ServerInfo } from './connection-state.js';
export { type LocalCode, ParleyError, type ParleyErrorCode } from './errors.js';
export type { FollowOptions, Room, RoomEvents } from './open-rooms/room.js';
export type { OutboxOptions } from './outbox/outbox-options.js';
export type { OutboxStorage, Outgoing } from './outbox/outbox-storage.js';
export { ParleyClient } from './parley-client.js';
export type { ParleyClientOptions } from './parley-client-options.js';
export { reactionsOn, type ShownReaction } from './room/reactions.js';
export type { JoinLeave, RoomPeople } from './room/room-people.js';
export type { Access, RoomSnapshot, Sending } from './room/room-snapshot.js';
export type { Pending, RoomState, View } from './room/room-state.js';
export { type Shown, shownOf } from './room/view.js';
export { type RoomList, unreadOf, withSettings } from './room-list.js';
export type { HistoryQuery, Page, Part, Person, Rest, RoomBan, RoomMember } from './session/rest.js';
export { Session, type SessionOptions, type SessionState } from './session/session.js';
export { MemorySessionStorage, type SessionStorage, type StoredSession } from './session/session-storage.js';
export type { TransportStorage } from './wire/transports.js';
