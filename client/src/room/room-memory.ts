import type { RoomState } from './room-state.js';

/** The rooms that were open most lately: coming back to one shows it at once, while the news of it come. */
const ROOMS_KEPT = 20;

export class RoomMemory {
  /** The latest last. */
  private readonly rooms = new Map<string, RoomState>();

  keep(state: RoomState): void {
    this.rooms.delete(state.roomId);
    if (state.head) this.rooms.set(state.roomId, state);
    for (const roomId of this.rooms.keys()) if (this.rooms.size > ROOMS_KEPT) this.rooms.delete(roomId);
  }

  forget(roomId: string): void {
    this.rooms.delete(roomId);
  }

  recall(roomId: string): RoomState | null {
    return this.rooms.get(roomId) ?? null;
  }
}
