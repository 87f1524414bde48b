import type { Head, Room } from '@parley/protocol';
import type { RoomCache } from '../cache/room-cache.js';
import type { Connection } from '../connection.js';
import { ParleyError } from '../errors.js';
import { catchUp } from '../room/catch-up.js';
import type { RoomState } from '../room/room-state.js';
import type { Hub } from './hub.js';

/** How long it may take, ms: not every client that has cached a room asks in the same moment. */
const WITHIN_MS = 30_000;
/** The rooms of one request. */
const ROOMS_PER_SYNC = 20;

/**
 * Brings rooms that are cached but not open up to date where more happened than that something was said: a text that
 * was taken back shall not stay here until the room is opened again.
 */
export class Revalidator {
  private readonly due = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(
    private readonly connection: Connection,
    private readonly cache: RoomCache,
    private readonly hub: Hub,
    private readonly onFault: (error: unknown) => void,
    private readonly withinMs = WITHIN_MS,
  ) {}

  /** The server's list came. Where revs and seqs did not grow together, something was edited or deleted. */
  async compare(rooms: readonly Room[]): Promise<void> {
    for (const { id, epoch, rev, lastSeq } of rooms) {
      const cached = await this.cache.loadClosed(id);
      if (!cached?.head) continue;
      const newest = cached.messages.at(-1)?.seq ?? 0;
      if (cached.head.epoch !== epoch || rev - cached.head.rev !== lastSeq - newest) this.schedule(id);
    }
  }

  schedule(roomId: string): void {
    this.due.add(roomId);
    this.timer ??= setTimeout(() => void this.run(), Math.random() * this.withinMs);
  }

  /** The next connection compares again. */
  stop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.due.clear();
  }

  private async run(): Promise<void> {
    this.timer = null;
    const roomIds = [...this.due].slice(0, ROOMS_PER_SYNC);
    for (const roomId of roomIds) this.due.delete(roomId);
    try {
      await this.revalidate(roomIds);
    } catch (thrown) {
      if (ParleyError.from(thrown).retry) for (const roomId of roomIds) this.schedule(roomId);
      else this.onFault(thrown);
    }
    const [next] = this.due;
    if (next !== undefined) this.schedule(next);
  }

  private async revalidate(roomIds: readonly string[]): Promise<void> {
    const cached: { state: RoomState; head: Head }[] = [];
    for (const roomId of roomIds) {
      const state = await this.cache.loadClosed(roomId);
      if (state?.head) cached.push({ state, head: state.head });
    }
    if (cached.length === 0) return;
    const heads = Object.fromEntries(cached.map(({ state, head }) => [state.roomId, head]));
    const { rooms } = await this.connection.request('sync', { rooms: heads, watch: [] });
    for (const { state, head } of cached) {
      const answer = rooms[state.roomId];
      if (answer?.status === 'gone') this.synced(state.roomId, null);
      else if (answer) this.synced(state.roomId, catchUp(state, head, answer));
      if (answer?.status === 'delta' && answer.more) this.schedule(state.roomId);
    }
  }

  /** A room as it is now; null: it is not mine to see any more. */
  private synced(roomId: string, history: RoomState | null): void {
    this.hub.dispatch({ type: 'closed_room_synced', roomId, history });
  }
}
