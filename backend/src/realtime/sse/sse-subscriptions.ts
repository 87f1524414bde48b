import { type Head, LIMITS, type Room } from '@parley/protocol';
import type { Caller } from '../../chat/caller.js';
import { catchUpEvents, withoutDuplicates } from '../../chat/feed/catch-up-events.js';
import type { RoomStream } from '../../chat/feed/room-stream.js';
import type { AnswerBudget } from '../../chat/messages/answer-budget.js';
import { refuse } from '../../chat/refusal.js';
import type { FindRoom } from '../../chat/rooms/find-room.js';
import type { MessageLog } from '../../chat/stores/message-log.js';
import type { Connection } from '../connection/connection.js';
import type { FanOut } from '../delivery/fan-out.js';
import type { RoomEntry } from '../subscriptions/room-entry.js';
import type { Subscriptions } from '../subscriptions/subscriptions.js';

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
export class SseSubscriptions {
  constructor(
    private readonly subscriptions: Subscriptions,
    private readonly entry: RoomEntry,
    private readonly log: MessageLog,
    private readonly findRoom: FindRoom,
    private readonly fanOut: FanOut,
    private readonly budget: AnswerBudget,
  ) {}

  /** Refuses with `rate_limited`, before an answer has begun. */
  admit(me: Caller): Promise<void> {
    return this.budget.admit(me.id);
  }

  async begin(connection: Connection, me: Caller, room: Room, after: Head | null): Promise<void> {
    let told = await this.catchUp(connection, me, { head: after, room });
    const start = (stream: RoomStream) => this.goOn(connection, me, told, stream);
    // Declined when more happened meanwhile than a stream remembers: then that is read, too.
    while (!(await this.subscriptions.subscribe(connection, me, told.room, start))) {
      const seen = await this.findRoom.run(me, room.id);
      told = await this.catchUp(connection, me, { head: told.head, room: seen });
    }
  }

  /** Tells what changed since, by its state now, a part at a time. Too much, or of another history: then one begins with the newest. */
  private async catchUp(connection: Connection, me: Caller, { head, room }: Told): Promise<Told> {
    const told = new Set<number>();
    for (let [known, seen] = [head, room]; ; ) {
      if (!known || known.epoch !== seen.epoch || known.rev > seen.rev) return { head: null, room: seen };
      if (known.rev === seen.rev) return { head: known, room: seen };
      // Its reader sets the pace.
      await connection.drained();
      if (!connection.open) refuse('unavailable');
      const delta = await this.log.changesSince(room.id, known.rev, LIMITS.syncChanges);
      // The right to see what was read: as it is now, behind the reading.
      seen = await this.findRoom.run(me, room.id);
      if (!delta || delta.head.epoch !== known.epoch) return { head: null, room: seen };
      const events = catchUpEvents(withoutDuplicates(delta, told), known.rev);
      this.budget.spend(
        me.id,
        events.reduce((bytes, { json }) => bytes + json.length, 0),
      );
      this.fanOut.emitChanges(new Set([connection]), room.id, events, delta.head, delta.head);
      known = delta.head;
      if (!delta.more) return { head: known, room: seen };
    }
  }

  /** From here on everything is heard. What happened between the reading and now is what the stream remembers. */
  private goOn(connection: Connection, me: Caller, { head, room }: Told, stream: RoomStream): boolean {
    if (!head) return this.entry.emitNewest(connection, me, room.id, stream);
    const since = stream.changesAfter(head);
    if (!since) return false;
    this.fanOut.emitChanges(new Set([connection]), room.id, since.events, null, since.at);
    // Also when nothing was missed: now its reader knows.
    this.fanOut.emit(connection, 'room_head', { roomId: room.id, ...since.at });
    return true;
  }
}
