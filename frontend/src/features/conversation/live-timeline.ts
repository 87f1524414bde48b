import type { Room } from '@parley/client';
import { perFrame } from '../../per-frame.js';
import { PassingLog } from './passing-log.js';
import { grow, type Shown, type Timeline, timeline } from './timeline.js';

/** The timeline of an open room, brought up to date once a frame at most. */
export class LiveTimeline {
  private current: Timeline;
  private readonly passings = new PassingLog();

  constructor(
    private readonly room: Room,
    private readonly me: string,
    private firstUnread: number | null = null,
  ) {
    this.current = timeline(this.seen());
  }

  get state(): Timeline {
    return this.current;
  }

  subscribe = (listener: () => void): (() => void) => {
    const look = () => {
      const before = this.current;
      this.current = grow(before, this.seen());
      if (this.current !== before) listener();
      if (this.current.behind) lookSoon();
    };
    const lookSoon = perFrame(look);
    look();
    return this.room.subscribe(lookSoon);
  };

  /** Said once, when it is known what I had read. */
  divideAt(firstUnread: number | null): void {
    this.firstUnread = firstUnread;
    this.current = grow(this.current, this.seen());
  }

  private seen(): Shown {
    const { history, people } = this.room.state;
    const { messages, pending } = history;
    const passing = this.passings.add(people.passing, messages[0]?.seq ?? 0);
    return { messages, pending, passing, firstUnread: this.firstUnread, me: this.me };
  }
}
