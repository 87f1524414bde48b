import {
  type AnyChange,
  type Change,
  changeKindOf,
  type Head,
  type Input,
  LIMITS,
  type Output,
  type Room,
  type SyncedRoom,
} from '@parley/protocol';
import { AT_A_TIME, fewAtATime } from '../../concurrency/few-at-a-time.js';
import type { Caller } from '../caller.js';
import { type ChangeState, lastStates } from '../changes/change-states.js';
import type { RoomStreams } from '../feed/room-streams.js';
import { LastPage } from '../pages/last-page.js';
import { getVisibleRooms } from '../rooms/get-visible-room.js';
import type { MyRooms } from '../rooms/my-rooms.js';
import { type Delta, type MessageLog, ROW_BYTES } from '../stores/message-log.js';
import type { RoomStore } from '../stores/room-store.js';
import type { AnswerBudget } from './answer-budget.js';
import { AnswerSpace } from './answer-space.js';

/**
 * What became of the caller's rooms while they were away: the state of what changed, not a replay of it. An answer has about
 * LIMITS.answerBytes of it. What else there is the client asks for next, and each answer tells something.
 */
export class Sync {
  constructor(
    private readonly rooms: RoomStore,
    private readonly log: MessageLog,
    private readonly myRooms: MyRooms,
    private readonly streams: RoomStreams,
    private readonly budget: AnswerBudget,
  ) {}

  async run(me: Caller, input: Input<'sync'>): Promise<Output<'sync'>> {
    await this.budget.admit(me.id);
    const mine = await this.myRooms.of(me.id);
    const byId = new Map(mine.map((room) => [room.id, room]));
    const rooms: Record<string, SyncedRoom> = {};
    const changed: [string, Head][] = [];
    for (const [roomId, head] of Object.entries(input.rooms)) {
      const room = byId.get(roomId);
      if (room?.epoch === head.epoch && room.rev === head.rev) rooms[roomId] = { status: 'ok' };
      else changed.push([roomId, head]);
    }
    const space = new AnswerSpace(LIMITS.answerBytes, Math.min(AT_A_TIME, changed.length));
    const others = changed.map(([roomId]) => roomId).filter((roomId) => !byId.has(roomId));
    const seen = await getVisibleRooms(this.rooms, me, others);
    await fewAtATime(changed, async ([roomId, head]) => {
      const room = byId.get(roomId) ?? seen.get(roomId);
      rooms[roomId] = room ? await this.since(me, room, head, space) : { status: 'gone' };
    });
    this.budget.spend(me.id, space.used);
    return { rooms, mine };
  }

  private async since(me: Caller, room: Room, head: Head, space: AnswerSpace): Promise<SyncedRoom> {
    if (head.epoch === room.epoch && head.rev === room.rev) return { status: 'ok' };
    const part = await space.take();
    // The first always has space. Nothing of the others is told yet, and nothing is lost by it.
    if (part === null) return { status: 'delta', ...head, changes: [], more: true };
    let used = 0;
    try {
      const synced = await this.read(me, room, head, part);
      used = bytesOf(synced);
      return synced;
    } finally {
      space.giveBack(part - used);
    }
  }

  /** @param bytes about so many it may have */
  private async read(me: Caller, room: Room, head: Head, bytes: number): Promise<SyncedRoom> {
    if (head.epoch === room.epoch && head.rev < room.rev) {
      const delta =
        this.heard(room, head, bytes) ??
        (await this.log.changesSince(room.id, head.rev, LIMITS.syncChanges, bytes));
      if (delta && delta.head.epoch === head.epoch) {
        // Since the rights were read. With many rooms that is a while ago.
        if (delta.changes.some((change) => takesAway(change, me, room))) return { status: 'gone' };
        const changes = delta.changes.map(toChange);
        return { status: 'delta', ...delta.head, changes, ...(delta.more ? { more: true } : {}) };
      }
    }
    // Too far, another history, or ahead of what is stored: begin anew. The log counts the texts alone.
    const texts = bytes - LIMITS.historyPage * ROW_BYTES;
    const newest = await this.log.newest(room.id, LIMITS.historyPage, texts);
    if (!(await this.rooms.roomFor(me.id, room.id))) return { status: 'gone' };
    if (!newest) return { status: 'gone' };
    const page = new LastPage();
    page.begin(newest, bytes);
    const { messages, annexes } = page.newest(LIMITS.historyPage);
    const beside = annexes === null ? {} : { annexes: JSON.parse(annexes.text) as AnyChange[] };
    return { status: 'reload', ...newest.head, messages: JSON.parse(messages.text), ...beside };
  }

  /** From memory, where the room is watched here and no more than that has changed; null: ask the log. */
  private heard(room: Room, head: Head, bytes: number): Omit<Delta, 'lastSeq'> | null {
    const changes = this.streams.openOf(room.id)?.changesAfter(head);
    if (!changes || changes.at.rev < room.rev) return null;
    if (changes.events.reduce((sum, { json }) => sum + json.length, 0) > bytes) return null;
    return { head: changes.at, more: false, changes: lastStates(changes.events) };
  }
}

/** The end of a membership without which this room is not the caller's to see. */
function takesAway(change: ChangeState, me: Caller, { kind }: Room): boolean {
  if (change.event !== 'member_updated' || change.row.userId !== me.id || change.row.member) return false;
  return kind !== 'public' || change.row.banned === true;
}

function toChange({ event, row }: ChangeState): Change {
  // The table pairs each event with its kind; the compiler loses the pairing at the look-up.
  return { kind: changeKindOf(event), row } as Change;
}

function bytesOf(synced: SyncedRoom): number {
  switch (synced.status) {
    case 'delta':
      return synced.changes.reduce((sum, { row }) => sum + rowBytes(row), 0);
    case 'reload':
      return [...synced.messages, ...(synced.annexes ?? [])].reduce((sum, row) => sum + rowBytes(row), 0);
    default:
      return 0;
  }
}

function rowBytes(row: object): number {
  const text = 'message' in row ? row.message : '';
  return ROW_BYTES + (typeof text === 'string' ? Buffer.byteLength(text) : 0);
}
