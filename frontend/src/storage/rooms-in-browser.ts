import type { CachedRoom, ChatStorage } from '@parley/client';
import type { Room } from '@parley/protocol';
import type { Database } from './database.js';
import type { EditDrafts } from './edit-drafts.js';

/** One person's list of rooms and the newest page of each. */
export class RoomsInBrowser implements ChatStorage {
  private closed = false;

  constructor(
    private readonly database: Promise<Database>,
    private readonly personId: string,
    private readonly edits?: EditDrafts,
  ) {}

  async loadList(): Promise<readonly Room[] | null> {
    return (await (await this.database).get('lists', this.personId))?.rooms ?? null;
  }

  async saveList(rooms: readonly Room[]): Promise<void> {
    const database = await this.database;
    if (!this.closed) await database.put('lists', { personId: this.personId, rooms });
  }

  async loadRoom(roomId: string): Promise<CachedRoom | null> {
    return (await (await this.database).get('rooms', [this.personId, roomId])) ?? null;
  }

  async saveRoom(room: CachedRoom): Promise<void> {
    const edited = this.edits?.of(room.roomId)?.seq;
    const isDeleted = room.messages.some(({ seq, deletedAt }) => seq === edited && deletedAt !== undefined);
    if (isDeleted && edited !== undefined) this.edits?.forget(room.roomId, edited);
    const database = await this.database;
    if (!this.closed) await database.put('rooms', { ...room, personId: this.personId });
  }

  async forgetRoom(roomId: string): Promise<void> {
    await (await this.database).delete('rooms', [this.personId, roomId]);
  }

  async forgetOthers(roomIds: readonly string[]): Promise<void> {
    const mine = new Set(roomIds);
    const transaction = (await this.database).transaction('rooms', 'readwrite');
    for (const key of await transaction.store.getAllKeys(allOf(this.personId))) {
      if (!mine.has(key[1])) await transaction.store.delete(key);
    }
    await transaction.done;
  }

  /** From now on nothing is written: what follows would come after the erasing. */
  close(): void {
    this.closed = true;
  }
}

/** The keys of one person's rooms. */
export function allOf(personId: string): IDBKeyRange {
  // An array sorts after every text.
  return IDBKeyRange.bound([personId], [personId, []]);
}
