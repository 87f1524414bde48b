import { type Head, LIMITS, type Room } from '@parley/protocol';
import type { Caller } from '../../chat/caller.js';
import { deltaEvents } from '../../chat/feed/delta-events.js';
import type { RoomStream } from '../../chat/feed/room-stream.js';
import type { FindRoom } from '../../chat/rooms/find-room.js';
import type { MessageLog } from '../../chat/stores/message-log.js';
import type { Connection } from '../connection.js';
import type { FanOut } from '../fan-out.js';
import type { Watching } from '../watching.js';

/** How much of the room a connection has been told, and the room as its person saw it just now. */
interface Told {
  /** Null: nothing that can be gone on from. */
  head: Head | null;
  room: Room;
}

/**
 * Tells a connection what it missed and then what comes, each change once and in order: for readers that cannot put
 * together themselves what reaches them twice.
 */
export class Following {
  constructor(
    private readonly watching: Watching,
    private readonly log: MessageLog,
    private readonly findRoom: FindRoom,
    private readonly fanOut: FanOut,
  ) {}

  async begin(connection: Connection, me: Caller, room: Room, after: Head | null): Promise<void> {
    let told = await this.catchUp(connection, me, { head: after, room });
    const start = (stream: RoomStream) => this.goOn(connection, told, stream);
    // Declined when more happened meanwhile than a stream remembers: then that is read, too.
    while (!(await this.watching.watch(connection, me, told.room, start))) {
      const seen = await this.findRoom.run(me, room.id);
      told = await this.catchUp(connection, me, { head: told.head, room: seen });
    }
  }

  /** Tells what changed since, by its state now. Too much, or of another history: then one begins with the newest. */
  private async catchUp(connection: Connection, me: Caller, { head, room }: Told): Promise<Told> {
    if (!head || head.epoch !== room.epoch || head.rev > room.rev) return { head: null, room };
    if (head.rev === room.rev) return { head, room };
    const delta = await this.log.changesSince(room.id, head.rev, LIMITS.syncChanges);
    // The right to see what was read: as it is now, behind the reading.
    const seen = await this.findRoom.run(me, room.id);
    if (!delta || delta.head.epoch !== head.epoch) return { head: null, room: seen };
    const events = deltaEvents(delta, head.rev);
    this.fanOut.tellChanges(new Set([connection]), room.id, events, delta.head, delta.head);
    return { head: delta.head, room: seen };
  }

  /** From here on everything is heard. What happened between the reading and now is what the stream remembers. */
  private goOn(connection: Connection, { head, room }: Told, stream: RoomStream): boolean {
    if (!head) return this.watching.tellNewest(connection, room.id, stream);
    const since = stream.changesAfter(head);
    if (!since) return false;
    this.fanOut.tellChanges(new Set([connection]), room.id, since.events, null, since.at);
    // Also when nothing was missed: now its reader knows.
    this.fanOut.tell(connection, 'room_head', { roomId: room.id, ...since.at });
    return true;
  }
}
