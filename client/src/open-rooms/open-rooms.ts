import type { RoomCache } from '../cache/room-cache.js';
import type { JoinCommand } from '../hub/hub-state.js';
import { OpenRoom } from './open-room.js';
import type { RoomServices } from './room-services.js';

/** The rooms that are open, each once, as programs see them. */
export class OpenRooms {
  private readonly rooms = new Map<string, OpenRoom>();
  private readonly services: RoomServices;

  constructor(
    services: Omit<RoomServices, 'onClosed'>,
    private readonly cache: RoomCache,
  ) {
    this.services = { ...services, onClosed: (roomId) => void this.rooms.delete(roomId) };
  }

  has(roomId: string): boolean {
    return this.rooms.has(roomId);
  }

  get(roomId: string): OpenRoom | undefined {
    return this.rooms.get(roomId);
  }

  all(): OpenRoom[] {
    return [...this.rooms.values()];
  }

  /** It begins with what was cached of it. */
  open(roomId: string, how: JoinCommand): OpenRoom {
    const known = this.rooms.get(roomId);
    if (known) return known;
    const room = new OpenRoom(roomId, this.services);
    this.rooms.set(roomId, room);
    this.services.hub.dispatch({ type: 'open_room', roomId, how, known: this.cache.get(roomId) });
    return room;
  }
}
