import type { Room } from '@parley/protocol';
import { ONLINE, type Presence } from '../ports/presence.js';
import type { RoomStore } from '../stores/room-store.js';

/** The rooms of a person, with who of the partners of direct rooms is online. */
export class MyRooms {
  constructor(
    private readonly rooms: RoomStore,
    private readonly presence: Presence,
  ) {}

  /** All of them, the latest activity first. */
  async of(userId: string): Promise<Room[]> {
    return this.withPartners(await this.rooms.mine(userId));
  }

  /** One room as they see it; null when it is not theirs to see. */
  async one(userId: string, roomId: string): Promise<Room | null> {
    const room = await this.rooms.roomFor(userId, roomId);
    return room && ((await this.withPartners([room]))[0] ?? null);
  }

  private async withPartners(rooms: Room[]): Promise<Room[]> {
    const partners = rooms.flatMap(({ peer }) => (peer ? [peer.userId] : []));
    if (partners.length === 0) return rooms;
    // Without presence a list of rooms is still a list of rooms.
    const online = await this.presence.whoOf(ONLINE, partners).catch(() => null);
    if (!online) return rooms;
    return rooms.map((room) =>
      room.peer ? { ...room, peer: { ...room.peer, online: online.has(room.peer.userId) } } : room,
    );
  }
}
