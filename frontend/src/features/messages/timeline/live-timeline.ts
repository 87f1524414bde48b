import { type Room, shownOf } from '@parley/client';
import { perFrame } from '../../../lib/store/per-frame.js';
import { JoinLeaveHistory } from './join-leave-history.js';
import { grow, type Shown, type Timeline, timeline } from './timeline.js';

/** Below a part of the past: who comes and goes, and what I write, stands at the end. */
const NOTHING: never[] = [];

/** The timeline of an open room, brought up to date once a frame at most. */
export class LiveTimeline {
  private current: Timeline;
  private readonly joinLeaves = new JoinLeaveHistory();
  /** Whether the room wants it seen who comes and goes. */
  private showsJoinLeave = false;

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
    let shows = this.range();
    look();
    return this.room.subscribe(() => {
      const before = shows;
      shows = this.range();
      // Another part is another list: else one would scroll in one and load for the other.
      if (shows.from > before.to || shows.to < before.from) look();
      else lookSoon();
    });
  };

  /** Said once, when it is known what I had read. */
  divideAt(firstUnread: number | null): void {
    this.firstUnread = firstUnread;
    this.current = grow(this.current, this.seen());
  }

  /** Told whenever the room's settings are. */
  showJoinLeave(shows: boolean): void {
    if (shows === this.showsJoinLeave) return;
    this.showsJoinLeave = shows;
    this.current = grow(this.current, this.seen());
  }

  private range(): { from: number; to: number } {
    const { messages } = shownOf(this.room.state.history);
    return { from: messages[0]?.seq ?? 0, to: messages.at(-1)?.seq ?? 0 };
  }

  private seen(): Shown {
    const { history, people } = this.room.state;
    const { messages, hasNewer } = shownOf(history);
    const common = { messages, firstUnread: this.firstUnread, me: this.me };
    if (hasNewer) return { ...common, pending: NOTHING, joinLeaves: NOTHING };
    const all = this.joinLeaves.add(people.joinLeaves, messages[0]?.seq ?? 0);
    return { ...common, pending: history.pending, joinLeaves: this.showsJoinLeave ? all : NOTHING };
  }
}
