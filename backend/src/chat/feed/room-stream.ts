import type { Head, Member } from '@parley/protocol';
import type { EncodedChange, RoomChanges } from '../changes/room-changes.js';
import type { HotMessage } from '../pages/hot-slice.js';
import { type JoinedPage, LastPage } from '../pages/last-page.js';
import type { NewestPage } from '../pages/newest-page.js';
import type { Sides } from '../pages/page-window.js';
import type { HotPage } from '../ports/hot-history.js';
import { Refusal } from '../refusal.js';
import type { Around, Delta, MessageLog, Span } from '../stores/message-log.js';
import { catchUpEvents, withoutDuplicates } from './catch-up-events.js';
import { RecentChanges } from './recent-changes.js';

/** Instances publish out of commit order as a matter of course; most holes close by themselves within this time. */
const REORDER_MS = 30;
/** The publications held over a hole, and their bytes. What is beyond comes from the store. */
const HELD_MOST = 512;
const HELD_BYTES_MOST = 4 * 1024 * 1024;
const ALL_ROWS = Number.MAX_SAFE_INTEGER - 1;
/** The people whose removal a stream remembers. */
const REMOVALS_MOST = 1_000;

export interface StreamListener {
  /**
   * The next events of the room, in order. `at` is where the room stands behind them: they are its last revs, one each.
   * With `caughtUp` they are the state of more revs than that, in no order of them; a catch-up from the store ended there.
   */
  deliver(roomId: string, events: readonly EncodedChange[], caughtUp: Head | null, at: Head): void;
  /** This person's membership has ended: their sockets stop watching before anything newer is delivered. */
  evict(roomId: string, userId: string, banned: boolean): void;
  fault(error: unknown): void;
}

/**
 * One room as this instance hears it. Takes publications in any order, with holes and repetitions, and delivers each
 * change once and in order: what is missing after a moment is read from the store. The bus is believed for nothing
 * but speed.
 */
export class RoomStream {
  private head: Head | null = null;
  /** The newest messages at `head`. Joins and reads of history are served from here. */
  private readonly newest = new LastPage();
  private readonly recent = new RecentChanges();
  private held: RoomChanges[] = [];
  private heldBytes = 0;
  /** The highest rev that is known to exist. */
  private expected = 0;
  private timer: NodeJS.Timeout | null = null;
  private filling = false;
  /** A part of what was missed is told, and the rest is not: rows of it may be newer than the head. */
  private inParts = false;
  private closed = false;
  private waiting: { head: Head; resolve: () => void; reject: (error: Error) => void }[] = [];
  /** The revs at which people were removed, since `since`; the latest removal comes last. */
  private readonly removals = new Map<string, number>();
  private since = 0;

  constructor(
    readonly roomId: string,
    private readonly page: NewestPage,
    private readonly log: MessageLog,
    private readonly listener: StreamListener,
  ) {}

  /** Reads where the room stands. The bus is being heard already, so that nothing falls between. */
  async open(): Promise<void> {
    const page = await this.page.read(this.roomId);
    if (!page) throw new Refusal('not_found');
    this.begin(page);
    this.drain();
  }

  /** Whether it knows where the room stands. */
  get isOpen(): boolean {
    return this.head !== null && !this.closed;
  }

  receive(changes: RoomChanges): void {
    if (this.closed) return;
    this.hold(changes);
    if (!this.head) return;
    if (changes.epoch !== this.head.epoch) void this.fill();
    else this.drain();
  }

  /** This rev exists. Unless it comes by itself within a moment, it is fetched. */
  expect(head: Head): void {
    if (!this.head || this.closed) return;
    if (head.epoch !== this.head.epoch) void this.fill();
    else if (head.rev > this.head.rev) {
      this.expected = Math.max(this.expected, head.rev);
      this.wait();
    }
  }

  /** Resolves when everything up to a head has been delivered, or when the room turns out to have another epoch. */
  waitUntil(head: Head): Promise<void> {
    if (this.head && this.head.epoch === head.epoch && this.head.rev >= head.rev) return Promise.resolve();
    if (this.closed) return Promise.reject(new Refusal('unavailable'));
    return new Promise((resolve, reject) => {
      this.waiting.push({ head, resolve, reject });
      this.expect(head);
    });
  }

  /** The newest messages and the head they stand for. Only after `open`. */
  snapshot(limit: number): { head: Head; page: JoinedPage } {
    if (!this.head) throw new Error('The stream is not open.');
    return { head: this.head, page: this.newest.newest(limit) };
  }

  /** The messages around a position, as they stand at `at`; null where the newest ones do not reach. Only after `open`. */
  around(span: Span, around: Around): { at: Head; sides: Sides<HotMessage> } | null {
    const sides = this.newest.around(span, around);
    return this.head && sides && { at: this.head, sides };
  }

  /** The changes behind a head, one event a rev, and where they end; null when that head is not, or no longer, known. */
  changesAfter({ epoch, rev }: Head): { at: Head; events: EncodedChange[] } | null {
    if (this.head?.epoch !== epoch) return null;
    const events = this.recent.last(this.head.rev - rev);
    return events && { at: this.head, events };
  }

  /** Whether rights that this person had at a head hold still. False also when that cannot be known here. */
  isAccessCurrent(userId: string, { epoch, rev }: Head): boolean {
    return this.head?.epoch === epoch && rev >= this.since && rev >= (this.removals.get(userId) ?? 0);
  }

  close(): void {
    this.closed = true;
    if (this.timer) clearTimeout(this.timer);
    for (const { reject } of this.waiting.splice(0)) reject(new Refusal('unavailable'));
  }

  private begin(page: HotPage): void {
    const { head } = page;
    this.head = head;
    this.newest.begin(page);
    const held = this.held.filter(({ epoch }) => epoch === head.epoch);
    this.expected = Math.max(head.rev, ...held.map(({ to }) => to));
    this.recent.clear();
    this.removals.clear();
    this.since = head.rev;
  }

  private hold(changes: RoomChanges): void {
    if (changes.epoch === this.head?.epoch) this.expected = Math.max(this.expected, changes.to);
    const bytes = bytesOf(changes);
    if (this.held.length >= HELD_MOST || (this.heldBytes > 0 && this.heldBytes + bytes > HELD_BYTES_MOST))
      return;
    this.heldBytes += bytes;
    // Nearly always the last place.
    let i = this.held.length;
    while (i > 0 && (this.held[i - 1]?.from ?? 0) > changes.from) i--;
    this.held.splice(i, 0, changes);
  }

  private drain(): void {
    if (!this.head || this.inParts) return;
    const { epoch } = this.head;
    for (let next = this.held[0]; next && next.from <= this.head.rev + 1; next = this.held[0]) {
      this.held.shift();
      this.heldBytes -= bytesOf(next);
      if (next.epoch !== epoch || next.to <= this.head.rev) continue;
      const events = next.events.slice(this.head.rev + 1 - next.from);
      this.advance(next.to, events, null);
    }
    const { rev } = this.head;
    this.settle((head) => head.epoch === epoch && head.rev <= rev);
    if (this.expected > this.head.rev) this.wait();
  }

  private advance(rev: number, events: readonly EncodedChange[], caughtUp: Head | null): void {
    if (!this.head) return;
    this.head = { epoch: this.head.epoch, rev };
    if (caughtUp) this.recent.clear();
    for (const { name, json } of events) {
      const text = json.toString();
      if (!caughtUp) this.recent.add(name, text, json.length);
      this.newest.apply(name, text);
      if (name === 'member_updated') this.noteMember(JSON.parse(text));
    }
    this.listener.deliver(this.roomId, events, caughtUp, this.head);
  }

  private noteMember({ userId, rev, member, banned }: Member): void {
    this.removals.delete(userId);
    if (member) return;
    this.removals.set(userId, rev);
    const [oldest] = this.removals;
    if (oldest && this.removals.size > REMOVALS_MOST) {
      this.removals.delete(oldest[0]);
      this.since = Math.max(this.since, oldest[1]);
    }
    this.listener.evict(this.roomId, userId, banned === true);
  }

  private wait(): void {
    if (this.timer || this.filling || this.closed) return;
    const stuckAt = this.head?.rev;
    this.timer = setTimeout(() => {
      this.timer = null;
      if (!this.head || this.expected <= this.head.rev) return;
      // In a busy room there is always some hole: a younger one has its own time.
      if (this.head.rev !== stuckAt) this.wait();
      else void this.fill();
    }, REORDER_MS);
  }

  /**
   * Reads what changed since the head and delivers that, a part at a time: others are served in between. What arrives
   * meanwhile is held, or delivered if it is next.
   */
  private async fill(): Promise<void> {
    if (this.filling || this.closed || !this.head) return;
    this.filling = true;
    try {
      const told = new Set<number>();
      for (let more = true; more; ) {
        const delta = await this.log.changesSince(this.roomId, this.head.rev, ALL_ROWS);
        if (this.closed) return;
        if (!delta) throw new Refusal('not_found');
        more = delta.more && delta.head.epoch === this.head.epoch;
        this.inParts = more;
        if (delta.head.epoch === this.head.epoch) this.catchUp(withoutDuplicates(delta, told));
        else await this.beginAnew();
      }
      this.filling = false;
      this.drain();
      this.settle(({ epoch }) => epoch !== this.head?.epoch);
    } catch (error) {
      // The next sweep tries again; those who wait are told now.
      this.expected = this.head.rev;
      for (const { reject } of this.waiting.splice(0)) reject(new Refusal('unavailable'));
      this.listener.fault(error);
    } finally {
      this.filling = false;
      this.inParts = false;
    }
  }

  private catchUp(delta: Delta): void {
    if (!this.head || delta.head.rev <= this.head.rev) return;
    // What was read as new may have been told meanwhile, and changed since.
    const events = catchUpEvents(delta, this.head.rev, this.newest.lastSeq);
    this.advance(delta.head.rev, events, delta.head);
  }

  /** The history was rewound. Watchers hear of the new epoch and read it anew. */
  private async beginAnew(): Promise<void> {
    const page = await this.page.refill(this.roomId);
    if (!page) throw new Refusal('not_found');
    this.held = this.held.filter(({ epoch }) => epoch === page.head.epoch);
    this.heldBytes = this.held.reduce((sum, changes) => sum + bytesOf(changes), 0);
    this.begin(page);
    this.listener.deliver(this.roomId, [], page.head, page.head);
  }

  private settle(reached: (head: Head) => boolean): void {
    const done = this.waiting.filter(({ head }) => reached(head));
    if (done.length === 0) return;
    this.waiting = this.waiting.filter(({ head }) => !reached(head));
    for (const { resolve } of done) resolve();
  }
}

function bytesOf({ events }: RoomChanges): number {
  return events.reduce((sum, { json }) => sum + json.length, 0);
}
