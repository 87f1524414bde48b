import type { Caller } from '../caller.js';
import { ONLINE, type Presence } from '../ports/presence.js';
import type { MemberRow, RoomStore } from '../stores/room-store.js';
import { roomAsSeen } from './room-as-seen.js';

export interface ListedMember extends MemberRow {
  online: boolean;
}

/** The members of a room that the caller may see. */
export class ListMembers {
  constructor(
    private readonly rooms: RoomStore,
    private readonly presence: Presence,
  ) {}

  async run(me: Caller, roomId: string): Promise<ListedMember[]> {
    await roomAsSeen(this.rooms, me, roomId);
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
