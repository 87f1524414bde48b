import {
  type Head,
  type Input,
  LIMITS,
  type Message,
  type Output,
  type Room,
  type SyncedRoom,
} from '@parley/protocol';
import type { Caller } from '../caller.js';
import type { RoomStreams } from '../feed/room-streams.js';
import { stateOf } from '../feed/state-of.js';
import type { MyRooms } from '../rooms/my-rooms.js';
import type { Delta, MessageLog } from '../stores/message-log.js';
import type { RoomStore } from '../stores/room-store.js';

/** How many rooms are read at a time: one returning client must not take every connection to the database. */
const AT_A_TIME = 4;

/** What became of the caller's rooms while they were away: the state of what changed, not a replay of it. */
export class Sync {
  constructor(
    private readonly rooms: RoomStore,
    private readonly log: MessageLog,
    private readonly myRooms: MyRooms,
    private readonly streams: RoomStreams,
  ) {}

  async run(me: Caller, input: Input<'sync'>): Promise<Output<'sync'>> {
    const mine = await this.myRooms.of(me.id);
    const byId = new Map(mine.map((room) => [room.id, room]));
    const rooms: Record<string, SyncedRoom> = {};
    const asked = Object.entries(input.rooms);
    const reader = async () => {
      for (let next = asked.shift(); next; next = asked.shift()) {
        const [roomId, head] = next;
        const room = byId.get(roomId) ?? (await this.rooms.roomFor(me.id, roomId));
        rooms[roomId] = room ? await this.since(me, room, head) : { status: 'gone' };
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, reader));
    return { rooms, mine };
  }

  private async since(me: Caller, room: Room, head: Head): Promise<SyncedRoom> {
    if (head.epoch === room.epoch && head.rev === room.rev) return { status: 'ok' };
    if (head.epoch === room.epoch && head.rev < room.rev) {
      const delta =
        this.heard(room, head) ?? (await this.log.changesSince(room.id, head.rev, LIMITS.syncChanges));
      if (delta && delta.head.epoch === head.epoch) {
        const removed = delta.members.find(({ userId, member }) => userId === me.id && !member);
        // Since the rights were read. With many rooms that is a while ago.
        if (removed && (room.kind !== 'public' || removed.banned)) return { status: 'gone' };
        return {
          status: 'delta',
          ...delta.head,
          messages: [...delta.updated, ...delta.messages],
          members: delta.members,
          ...(delta.room ? { room: delta.room } : {}),
        };
      }
    }
    // Too far, another history, or ahead of what is stored: begin anew.
    const newest = await this.log.newest(room.id, LIMITS.historyPage);
    if (!(await this.rooms.roomFor(me.id, room.id))) return { status: 'gone' };
    if (!newest) return { status: 'gone' };
    return { status: 'reload', ...newest.head, messages: newest.messages.map(parse) };
  }

  /** From memory, where the room is watched here and that little has changed; null: ask the log. */
  private heard(room: Room, head: Head): Omit<Delta, 'lastSeq'> | null {
    const changes = this.streams.openOf(room.id)?.changesAfter(head);
    if (!changes || changes.at.rev < room.rev) return null;
    return { head: changes.at, ...stateOf(changes.events) };
  }
}

function parse(json: string): Message {
  return JSON.parse(json);
}
