import type { Input, Output, Room } from '@parley/protocol';
import { restore } from '../room/kept.js';
import { RoomMemory } from '../room/room-memory.js';
import { emptyRoom, type RoomState } from '../room/room-state.js';
import type { ChatStorage, KeptRoom } from './chat-storage.js';
import { Freshener } from './freshener.js';
import { Keeper } from './keeper.js';
import { readAhead } from './read-ahead.js';

export interface KeptRoomsWork {
  /** Whose rooms. */
  me: string;
  storage: ChatStorage;
  isOpen(roomId: string): boolean;
  sync(rooms: Input<'sync'>['rooms']): Promise<Output<'sync'>['rooms']>;
  freshWithinMs: number | undefined;
  onFault(error: unknown): void;
}

/** What is known of rooms that are not open: the latest in memory, as they were left, and the newest page of each stored. */
export class KeptRooms {
  private readonly memory = new RoomMemory();
  private readonly keeper: Keeper;
  private readonly freshener: Freshener;

  constructor(private readonly work: KeptRoomsWork) {
    this.keeper = new Keeper(work.storage, work.onFault);
    this.freshener = new Freshener(
      {
        load: (roomId) => this.loadClosed(roomId),
        sync: work.sync,
        keep: (history) => {
          if (work.isOpen(history.roomId)) return;
          if (this.memory.recall(history.roomId)) this.memory.keep(history);
          this.keeper.room(history);
        },
        forget: (roomId) => this.forget(roomId),
        onFault: work.onFault,
      },
      work.freshWithinMs,
    );
  }

  /** A room as it was left in this run. */
  recall(roomId: string): RoomState | null {
    return this.memory.recall(roomId);
  }

  load(roomId: string): Promise<KeptRoom | null> {
    return this.work.storage.loadRoom(roomId);
  }

  loadList(): Promise<readonly Room[] | null> {
    return this.work.storage.loadList();
  }

  /** Reads the first rooms of a list before anybody asks for them. */
  async readAhead(rooms: readonly Room[]): Promise<void> {
    for await (const kept of readAhead(this.work.storage, rooms)) {
      const { roomId } = kept;
      if (this.work.isOpen(roomId) || this.memory.recall(roomId)) continue;
      this.memory.keep(restore(emptyRoom(roomId, this.work.me), kept));
    }
  }

  learned(history: RoomState): void {
    this.keeper.room(history);
  }

  closed(history: RoomState): void {
    this.memory.keep({ ...history, pending: [] });
  }

  listChanged(rooms: readonly Room[]): void {
    this.keeper.list(rooms);
  }

  /** The server told my rooms: nothing is kept of others but those that are open. */
  listCame(mine: readonly Room[], open: Iterable<string>): void {
    this.keeper.forgetOthers([...mine.map(({ id }) => id), ...open]);
    void this.freshener.compare(mine).catch(this.work.onFault);
  }

  /** There is news in a room, up to `lastSeq`. Without a new message, something else happened there. */
  heardOf(room: Room | undefined, lastSeq: number): void {
    if (room && lastSeq <= room.lastSeq) this.freshener.soon(room.id);
  }

  forget(roomId: string): void {
    this.memory.forget(roomId);
    this.keeper.forget(roomId);
  }

  lostTouch(): void {
    this.freshener.stop();
  }

  flush(): void {
    this.keeper.flush();
  }

  private async loadClosed(roomId: string): Promise<RoomState | null> {
    const known = this.memory.recall(roomId);
    const kept = known ? null : await this.load(roomId);
    if (this.work.isOpen(roomId)) return null;
    return kept ? restore(emptyRoom(roomId, this.work.me), kept) : known;
  }
}
