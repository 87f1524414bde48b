import { LIMITS, type Room, type RoomUser } from '@parley/protocol';
import type { Caller } from '../../chat/caller.js';
import type { RoomStream } from '../../chat/feed/room-stream.js';
import type { AnswerBudget } from '../../chat/messages/answer-budget.js';
import type { PresenceTracker } from '../../chat/presence/presence-tracker.js';
import { roomUserOf } from '../../chat/room-user.js';
import { printedArray, printObject } from '../../json/printed.js';
import type { Connection } from '../connection/connection.js';
import type { FanOut } from '../delivery/fan-out.js';
import type { Subscriptions } from './subscriptions.js';

/** What a connection is told when it begins to hear a room: the newest messages, and who is there. */
export class RoomEntry {
  /** Lists of people as JSON, a text each: those who come in the same breath are told the same people. */
  private readonly texts = new WeakMap<readonly RoomUser[], readonly string[]>();

  constructor(
    private readonly subscriptions: Subscriptions,
    private readonly presence: PresenceTracker,
    private readonly fanOut: FanOut,
    private readonly budget: AnswerBudget,
  ) {}

  /** Refuses with `rate_limited`. @param room as for `Subscriptions.subscribe` */
  async enter(connection: Connection, me: Caller, room: Room): Promise<void> {
    await this.budget.admit(me.id);
    await this.subscriptions.subscribe(connection, me, room, (stream) =>
      this.emitNewest(connection, me, room.id, stream),
    );
    const { users, total } = await this.presence.watchersOf(room.id).catch((error) => {
      // Without the store of presence one sees oneself, and the room works.
      this.fanOut.fault(error);
      return { users: [], total: 0 };
    });
    const mine = users.findIndex(({ userId }) => userId === me.id);
    const others = this.printed(users)
      .filter((_, at) => at !== mine)
      .slice(0, LIMITS.roomUsers - 1);
    // Of many only some are named: oneself is counted, named or not.
    const counted = Math.max(total, others.length + 1);
    const everyone = printedArray([...others, JSON.stringify(roomUserOf(me))]);
    const place = JSON.stringify({ roomId: room.id, total: counted });
    this.fanOut.emitEncoded([connection], 'room_users', everyone.text, place);
  }

  /** The same in silence, for a client that catches up by itself. */
  async resume(connection: Connection, me: Caller, room: Room): Promise<void> {
    await this.subscriptions.subscribe(connection, me, room, () => true);
  }

  emitNewest(connection: Connection, me: Caller, roomId: string, stream: RoomStream): true {
    const { head, page } = stream.snapshot(LIMITS.historyPage);
    const [messages, annexes] = [page.messages.text, page.annexes?.text ?? ''];
    this.budget.spend(me.id, Buffer.byteLength(messages) + Buffer.byteLength(annexes));
    const place = printObject({ roomId, ...head, annexes: page.annexes ?? undefined });
    this.fanOut.emitPage(connection, messages, place, head);
    return true;
  }

  private printed(users: readonly RoomUser[]): readonly string[] {
    const texts = this.texts.get(users) ?? users.map((user) => JSON.stringify(user));
    this.texts.set(users, texts);
    return texts;
  }
}
