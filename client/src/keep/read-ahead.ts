import type { Room } from '@parley/protocol';
import type { ChatStorage, KeptRoom } from './chat-storage.js';

/** So many rooms of the list, the latest first, are read from the storage before anybody asks for them. */
const READ_AHEAD = 10;

/** The first rooms of a kept list, one after the other. */
export async function* readAhead(storage: ChatStorage, rooms: readonly Room[]): AsyncGenerator<KeptRoom> {
  for (const { id } of rooms.slice(0, READ_AHEAD)) {
    const kept = await storage.loadRoom(id);
    if (kept) yield kept;
  }
}
