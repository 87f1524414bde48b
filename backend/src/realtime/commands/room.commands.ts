import type { ErrorCode, Input, Output, Room } from '@parley/protocol';
import type { Caller } from '../../chat/caller.js';
import type { Sync } from '../../chat/messages/sync.js';
import { Refusal } from '../../chat/refusal.js';
import type { CreateRoom } from '../../chat/rooms/create-room.js';
import type { FindRoom } from '../../chat/rooms/find-room.js';
import type { JoinRoom } from '../../chat/rooms/join-room.js';
import type { LeaveRoom } from '../../chat/rooms/leave-room.js';
import { fewAtATime } from '../../concurrency/few-at-a-time.js';
import type { Connection } from '../connection/connection.js';
import type { RoomEntry } from '../subscriptions/room-entry.js';
import type { Subscriptions } from '../subscriptions/subscriptions.js';
import { On } from './on.js';

/** How the caller is refused a room in which they have no right to read. */
const GONE: ReadonlySet<string> = new Set<ErrorCode>(['not_found', 'banned']);

/** Commands about rooms: membership is the use cases' matter, watching is this connection's. */
export class RoomCommands {
  constructor(
    private readonly createRoom: CreateRoom,
    private readonly joinRoom: JoinRoom,
    private readonly leaveRoom: LeaveRoom,
    private readonly findRoom: FindRoom,
    private readonly sync: Sync,
    private readonly subscriptions: Subscriptions,
    private readonly entry: RoomEntry,
  ) {}

  @On('create_room')
  create(input: Input<'create_room'>, me: Caller) {
    return this.createRoom.run(me, input);
  }

  @On('join_room')
  async join({ roomId }: Input<'join_room'>, me: Caller, connection: Connection) {
    return this.enter(connection, me, await this.joinRoom.run(me, roomId));
  }

  @On('watch_room')
  async watch({ roomId }: Input<'watch_room'>, me: Caller, connection: Connection) {
    return this.enter(connection, me, await this.findRoom.run(me, roomId));
  }

  @On('unwatch_room')
  async unwatch({ roomId }: Input<'unwatch_room'>, _me: Caller, connection: Connection) {
    this.subscriptions.unsubscribe(connection, roomId);
    return {};
  }

  @On('leave_room')
  async leave({ roomId }: Input<'leave_room'>, me: Caller, connection: Connection) {
    await this.leaveRoom.run(me, roomId);
    // One who only watched was no member, and watches no longer either.
    this.subscriptions.leave(connection, roomId);
    return {};
  }

  @On('sync')
  async catchUp(input: Input<'sync'>, me: Caller, connection: Connection): Promise<Output<'sync'>> {
    // Watched first, read second: what is said between the two arrives as an event.
    const rooms = await this.findRoom.among(me, input.watch);
    await fewAtATime([...rooms.values()], (room) => this.resume(connection, me, room));
    return this.sync.run(me, input);
  }

  private async enter(connection: Connection, me: Caller, room: Room) {
    await this.entry.enter(connection, me, room);
    return { room, epoch: room.epoch, rev: room.rev };
  }

  /** A room that was there a moment ago, and of which the caller was put out since, is told as `gone` by the answer itself. */
  private async resume(connection: Connection, me: Caller, room: Room): Promise<void> {
    try {
      await this.entry.resume(connection, me, room);
    } catch (error) {
      if (!(error instanceof Refusal && GONE.has(error.code))) throw error;
    }
  }
}
