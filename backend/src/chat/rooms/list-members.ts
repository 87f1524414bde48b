import type { MemberRole } from '@parley/protocol';
import type { Caller } from '../caller.js';
import { ONLINE, type Presence } from '../ports/presence.js';
import { refuse } from '../refusal.js';
import type { RoomStore } from '../stores/room-store.js';

export interface ListedMember {
  userId: string;
  username: string;
  role: MemberRole;
  online: boolean;
}

/** The members of a room that the caller may see. */
export class ListMembers {
  constructor(
    private readonly rooms: RoomStore,
    private readonly presence: Presence,
  ) {}

  async run(me: Caller, roomId: string): Promise<ListedMember[]> {
    if (!(await this.rooms.roomFor(me.id, roomId))) refuse('not_found');
    const members = await this.rooms.members(roomId);
    // Without presence a list of members is still a list of members.
    const online = await this.presence
      .whoOf(
        ONLINE,
        members.map(({ userId }) => userId),
      )
      .catch(() => new Set<string>());
    return members.map((member) => ({ ...member, online: online.has(member.userId) }));
  }
}
