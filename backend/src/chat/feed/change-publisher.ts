import { pageEffectOf } from '@parley/protocol';
import { isNews, type RoomChanges } from '../changes/room-changes.js';
import type { NewestPage } from '../pages/newest-page.js';
import type { Bus } from '../ports/bus.js';
import type { HotHistory } from '../ports/hot-history.js';

/** A dropped hot list is read anew after this long, once, however often it was dropped meanwhile. */
const REFILL_AFTER_MS = 1_000;
/** Under per-room channels, how often an instance tells the others that a room is alive. */
const ACTIVITY_EVERY_MS = 1_000;

/**
 * What happens after COMMIT, and never before: tell every instance, keep the hot list. Neither is waited for; what
 * gets lost here is found by the sweep of each instance, and by the check each reader of the hot list makes.
 */
export class ChangePublisher {
  private readonly refills = new Map<string, NodeJS.Timeout>();
  /** Rooms whose hot list may still hold a text that was taken away: these are tried until it works. */
  private readonly unclean = new Set<string>();
  private readonly lastActivity = new Map<string, { seq: number; timer: NodeJS.Timeout }>();

  constructor(
    private readonly bus: Bus,
    private readonly hotHistory: HotHistory,
    private readonly newest: NewestPage,
    private readonly options: { routing: 'shared' | 'rooms' },
  ) {}

  /** @param flush what was stored together, of different rooms */
  publish(flush: readonly RoomChanges[]): void {
    this.bus.publishChanges(flush);
    for (const changes of flush) {
      void this.hotHistory.apply(changes).then((kept) => {
        if (!kept) this.mend(changes);
      });
      if (this.options.routing === 'rooms' && isNews(changes.events))
        this.publishActivity(changes.roomId, changes.lastSeq);
    }
  }

  close(): void {
    for (const timer of this.refills.values()) clearTimeout(timer);
    for (const { timer } of this.lastActivity.values()) clearTimeout(timer);
  }

  private mend({ roomId, events }: RoomChanges): void {
    if (events.some(({ name }) => pageEffectOf(name) === 'replace')) this.unclean.add(roomId);
    this.refillSoon(roomId);
  }

  private refillSoon(roomId: string): void {
    if (this.refills.has(roomId)) return;
    const timer = setTimeout(() => {
      this.refills.delete(roomId);
      void this.refillNow(roomId);
    }, REFILL_AFTER_MS);
    timer.unref();
    this.refills.set(roomId, timer);
  }

  /** A failure is mended by the next reader; but a text that was taken away must go, whether anybody reads or not. */
  private async refillNow(roomId: string): Promise<void> {
    const reached = await this.newest.warm(roomId).catch(() => false);
    if (reached) this.unclean.delete(roomId);
    else if (this.unclean.has(roomId)) this.refillSoon(roomId);
  }

  /** At once when the room was quiet, then at most once a second, the last state always. */
  private publishActivity(roomId: string, lastSeq: number): void {
    const pending = this.lastActivity.get(roomId);
    if (pending) {
      pending.seq = Math.max(pending.seq, lastSeq);
      return;
    }
    this.bus.publishControl({ about: 'activity', roomId, lastSeq });
    const timer = setTimeout(() => {
      const latest = this.lastActivity.get(roomId)?.seq ?? lastSeq;
      this.lastActivity.delete(roomId);
      if (latest > lastSeq) this.publishActivity(roomId, latest);
    }, ACTIVITY_EVERY_MS);
    timer.unref();
    this.lastActivity.set(roomId, { seq: lastSeq, timer });
  }
}
