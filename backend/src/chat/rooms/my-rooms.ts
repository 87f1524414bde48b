import type { Room } from '@parley/protocol';
import { ONLINE, type Presence } from '../ports/presence.js';
import type { RoomStore } from '../stores/room-store.js';

/** All rooms of a person, the latest activity first, with who of the partners of direct rooms is online. */
export class MyRooms {
  constructor(
    private readonly rooms: RoomStore,
    private readonly presence: Presence,
  ) {}

  async of(userId: string): Promise<Room[]> {
    const rooms = await this.rooms.mine(userId);
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
