import type { Caller } from '../caller.js';
import { mayLead } from '../policy/rooms.js';
import { demand } from '../policy/ruling.js';
import type { Ban, ModerationStore } from '../stores/moderation-store.js';
import type { RoomStore } from '../stores/room-store.js';
import { roomAsSeen } from './room-as-seen.js';

/** Who is banned from a room, for those who lead it. */
export class ListBans {
  constructor(
    private readonly rooms: RoomStore,
    private readonly moderation: ModerationStore,
  ) {}

  async run(me: Caller, roomId: string): Promise<Ban[]> {
    demand(mayLead(me, await roomAsSeen(this.rooms, me, roomId)));
    return this.moderation.bans(roomId);
  }
}
