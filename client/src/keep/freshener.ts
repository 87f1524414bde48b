import type { Head, Input, Output, Room } from '@parley/protocol';
import { ParleyError } from '../errors.js';
import { catchUp } from '../room/catch-up.js';
import type { RoomState } from '../room/room-state.js';

/** How long it may take, ms: not all who keep a room ask in the same moment. */
const WITHIN_MS = 30_000;
/** The rooms of one question. */
const AT_ONCE = 20;

export interface FreshenerWork {
  /** What is kept of a room; null when nothing is, or while it is open. */
  load(roomId: string): Promise<RoomState | null>;
  sync(rooms: Input<'sync'>['rooms']): Promise<Output<'sync'>['rooms']>;
  keep(state: RoomState): void;
  forget(roomId: string): void;
  onFault(error: unknown): void;
}

/**
 * Brings rooms that are kept but not open up to date where more happened than that somebody said something: a text that
 * was taken back shall not stay here until the room is opened again.
 */
export class Freshener {
  private readonly due = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(
    private readonly work: FreshenerWork,
    private readonly withinMs = WITHIN_MS,
  ) {}

  /** The server's list came. Where revs and seqs did not grow together, something was edited or deleted. */
  async compare(rooms: readonly Room[]): Promise<void> {
    for (const { id, epoch, rev, lastSeq } of rooms) {
      const kept = await this.work.load(id);
      if (!kept?.head) continue;
      const newest = kept.messages.at(-1)?.seq ?? 0;
      if (kept.head.epoch !== epoch || rev - kept.head.rev !== lastSeq - newest) this.soon(id);
    }
  }

  soon(roomId: string): void {
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
    const roomIds = [...this.due].slice(0, AT_ONCE);
    for (const roomId of roomIds) this.due.delete(roomId);
    try {
      await this.freshen(roomIds);
    } catch (thrown) {
      if (ParleyError.from(thrown).retry) for (const roomId of roomIds) this.soon(roomId);
      else this.work.onFault(thrown);
    }
    const [next] = this.due;
    if (next !== undefined) this.soon(next);
  }

  private async freshen(roomIds: readonly string[]): Promise<void> {
    const kept: { state: RoomState; head: Head }[] = [];
    for (const roomId of roomIds) {
      const state = await this.work.load(roomId);
      if (state?.head) kept.push({ state, head: state.head });
    }
    if (kept.length === 0) return;
    const answers = await this.work.sync(
      Object.fromEntries(kept.map(({ state, head }) => [state.roomId, head])),
    );
    for (const { state, head } of kept) {
      const answer = answers[state.roomId];
      if (answer?.status === 'gone') this.work.forget(state.roomId);
      else if (answer) this.work.keep(catchUp(state, head, answer));
    }
  }
}
