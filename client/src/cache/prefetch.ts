import type { Room } from '@parley/protocol';
import { isComplete } from './cached-room.js';
import type { CachedRoom, ChatStorage } from './chat-storage.js';

/** So many rooms of the list, the latest first, are read from the storage before they are opened. */
const MAX_ROOMS = 10;

/** The first rooms of a cached list, one after the other. */
export async function* prefetch(storage: ChatStorage, rooms: readonly Room[]): AsyncGenerator<CachedRoom> {
  for (const { id } of rooms.slice(0, MAX_ROOMS)) {
    const cached = await storage.loadRoom(id);
    if (cached && isComplete(cached)) yield cached;
  }
}
