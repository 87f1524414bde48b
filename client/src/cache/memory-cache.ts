import type { RoomState } from '../room/room-state.js';

/** The rooms that were open most lately: coming back to one shows it at once, while the news of it come. */
const MAX_ROOMS = 20;

export class MemoryCache {
  /** The latest last. */
  private readonly rooms = new Map<string, RoomState>();

  put(state: RoomState): void {
    this.rooms.delete(state.roomId);
    if (state.head) this.rooms.set(state.roomId, state);
    for (const roomId of this.rooms.keys()) if (this.rooms.size > MAX_ROOMS) this.rooms.delete(roomId);
  }

  delete(roomId: string): void {
    this.rooms.delete(roomId);
  }

  get(roomId: string): RoomState | null {
    return this.rooms.get(roomId) ?? null;
  }
}
