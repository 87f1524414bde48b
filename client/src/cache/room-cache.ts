import type { Room } from '@parley/protocol';
import { emptyRoom, type RoomState } from '../room/room-state.js';
import { CacheWriter } from './cache-writer.js';
import { isComplete, restore } from './cached-room.js';
import type { CachedRoom, ChatStorage } from './chat-storage.js';
import { MemoryCache } from './memory-cache.js';
import { prefetch } from './prefetch.js';

/** What is known of rooms that are not open: the latest in memory, as they were left, and the newest page of each stored. */
export class RoomCache {
  private readonly memory = new MemoryCache();
  private readonly writer: CacheWriter;

  /** @param me whose rooms */
  constructor(
    private readonly me: string,
    private readonly storage: ChatStorage,
    onFault: (error: unknown) => void,
  ) {
    this.writer = new CacheWriter(storage, onFault);
  }

  /** A room as it was left in this run. */
  get(roomId: string): RoomState | null {
    return this.memory.get(roomId);
  }

  async load(roomId: string): Promise<CachedRoom | null> {
    const cached = await this.storage.loadRoom(roomId);
    return cached && isComplete(cached) ? cached : null;
  }

  loadList(): Promise<readonly Room[] | null> {
    return this.storage.loadList();
  }

  /** The latest there is of a room that is not open. */
  async loadClosed(roomId: string): Promise<RoomState | null> {
    const known = this.memory.get(roomId);
    if (known) return known;
    const cached = await this.load(roomId);
    return cached && restore(emptyRoom(roomId, this.me), cached);
  }

  /** Reads the first rooms of a list before they are opened. */
  async prefetch(rooms: readonly Room[]): Promise<void> {
    for await (const cached of prefetch(this.storage, rooms)) {
      const { roomId } = cached;
      if (!this.memory.get(roomId)) this.memory.put(restore(emptyRoom(roomId, this.me), cached));
    }
  }

  /** A room as it is closed. */
  remember(history: RoomState): void {
    this.memory.put(history);
  }

  save(history: RoomState): void {
    this.writer.writeRoom(history);
  }

  /** News of a room that is not open. */
  saveClosed(history: RoomState): void {
    if (this.memory.get(history.roomId)) this.memory.put(history);
    this.save(history);
  }

  saveList(rooms: readonly Room[]): void {
    this.writer.writeList(rooms);
  }

  forget(roomId: string): void {
    this.memory.delete(roomId);
    this.writer.forget(roomId);
  }

  forgetOthers(roomIds: readonly string[]): void {
    this.writer.forgetOthers(roomIds);
  }

  flush(): void {
    this.writer.flush();
  }
}
