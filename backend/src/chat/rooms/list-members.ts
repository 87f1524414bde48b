import type { Body, MemberList } from '@parley/protocol';
import type { output } from 'zod/mini';
import type { Caller } from '../caller.js';
import { fromCursor, pageEnd } from '../cursor.js';
import { ONLINE, type Presence } from '../ports/presence.js';
import type { MemberRow, RoomStore } from '../stores/room-store.js';
import { getVisibleRoom } from './get-visible-room.js';

export interface ListedMember extends MemberRow {
  online: boolean;
}

const SHAPE = ['integer', 'text', 'id'] as const;

/** The members of a room that the caller may see, a page at a time. */
export class ListMembers {
  constructor(
    private readonly rooms: RoomStore,
    private readonly presence: Presence,
  ) {}

  async run(
    me: Caller,
    roomId: string,
    { query = '', limit, cursor }: Body<'members'>,
  ): Promise<output<typeof MemberList>> {
    await getVisibleRoom(this.rooms, me, roomId);
    const after = fromCursor(cursor, SHAPE);
    const [page, total] = await Promise.all([
      this.rooms.members(roomId, { query, after, limit }),
      this.rooms.memberCount(roomId),
    ]);
    const members = page.items;
    // Without presence a list of members is still a list of members.
    const online = await this.presence
      .whoOf(
        ONLINE,
        members.map(({ userId }) => userId),
      )
      .catch(() => new Set<string>());
    return {
      members: members.map((member) => ({ ...member, online: online.has(member.userId) })),
      total,
      ...pageEnd(page),
    };
  }
}
