import type { Room } from '@parley/protocol';
import type { RoomState } from '../room/room-state.js';
import { toCachedRoom } from './cached-room.js';
import type { ChatStorage } from './chat-storage.js';

/** What changes is written at most once in so long, ms: a busy room must not keep the disk busy. */
const WRITE_EVERY_MS = 1_000;

const LIST = Symbol('the list of rooms');

/** Writes rooms and their list to the storage, the latest state of each, unhurriedly. */
export class CacheWriter {
  private readonly due = new Map<string | typeof LIST, () => Promise<void>>();
  /** How many rooms the list had the last time. */
  private listed = 0;
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(
    private readonly storage: ChatStorage,
    private readonly onFault: (error: unknown) => void,
  ) {}

  writeList(rooms: readonly Room[]): void {
    this.schedule(LIST, () => this.storage.saveList(rooms));
    // What is not mine any more is not found by the next page that is opened, not even by its name.
    if (rooms.length < this.listed) this.flush();
    this.listed = rooms.length;
  }

  writeRoom(history: RoomState): void {
    this.schedule(history.roomId, async () => {
      const cached = toCachedRoom(history);
      if (cached) await this.storage.saveRoom(cached);
    });
  }

  forget(roomId: string): void {
    this.due.delete(roomId);
    void this.storage.forgetRoom(roomId).catch(this.onFault);
  }

  forgetOthers(roomIds: readonly string[]): void {
    void this.storage.forgetOthers(roomIds).catch(this.onFault);
  }

  /** Writes at once what waits: the program may be about to end. */
  flush(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    const writes = [...this.due.values()];
    this.due.clear();
    for (const write of writes) void write().catch(this.onFault);
  }

  private schedule(what: string | typeof LIST, write: () => Promise<void>): void {
    this.due.set(what, write);
    this.timer ??= setTimeout(() => this.flush(), WRITE_EVERY_MS);
  }
}
