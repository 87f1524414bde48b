import type { Message } from '@parley/protocol';
import { ParleyError } from '../errors.js';
import { messageAfter } from '../room/reducers.js';
import type { RoomSnapshot } from '../room/room-snapshot.js';
import type { RoomState } from '../room/room-state.js';
import { appendNewer, prependOlder, showLatest, shownOf, showPast } from '../room/view.js';
import type { Rest } from '../session/rest.js';
import { type Subscribe, waitUntil } from '../wait-until.js';

/** The room whose pages they are. */
export interface PagedRoom {
  readonly id: string;
  readonly state: RoomSnapshot;
  changeHistory(change: (history: RoomState) => RoomState): void;
  showLoading(loading: { loadingOlder: boolean } | { loadingNewer: boolean }): void;
  /** Throws a ParleyError when nothing more will be heard of it. */
  throwIfOver(): void;
}

/** Which part of the history is shown, and the pages that it is made of. */
export class Pagination {
  /** The latest wish to see another part; an earlier one is over. */
  private latest = new AbortController();

  /** @param sources tell of what may bring a message into reach */
  constructor(
    private readonly room: PagedRoom,
    private readonly rest: Rest,
    private readonly sources: readonly Subscribe[],
  ) {}

  async loadOlder(limit: number): Promise<void> {
    const { history, loadingOlder } = this.room.state;
    const { messages, hasOlder } = shownOf(history);
    const oldest = messages[0];
    if (loadingOlder || !hasOlder || !oldest) return;
    this.room.showLoading({ loadingOlder: true });
    try {
      const page = await this.rest.history(this.room.id, { before: oldest.seq, limit });
      this.room.changeHistory((now) => prependOlder(now, page, history));
    } finally {
      this.room.showLoading({ loadingOlder: false });
    }
  }

  async loadNewer(limit: number): Promise<void> {
    const { history, loadingNewer } = this.room.state;
    const { messages, hasNewer } = shownOf(history);
    const newest = messages.at(-1);
    if (loadingNewer || !hasNewer || !newest) return;
    this.room.showLoading({ loadingNewer: true });
    try {
      const page = await this.rest.history(this.room.id, { after: newest.seq, limit });
      this.room.changeHistory((now) => appendNewer(now, page, history));
    } finally {
      this.room.showLoading({ loadingNewer: false });
    }
  }

  async loadAround(seq: number, limit: number): Promise<boolean> {
    const signal = this.startRequest();
    for (;;) {
      const { history } = this.room.state;
      if (isIn(shownOf(history).messages, seq)) return true;
      if (isIn(history.messages, seq)) {
        this.room.changeHistory(showLatest);
        return true;
      }
      const page = await this.rest.history(this.room.id, { around: seq, limit });
      signal.throwIfAborted();
      if (!isIn(page.messages, seq)) return false;
      this.room.changeHistory((now) => showPast(now, page, history));
      // Here it is shown, or the list was begun anew meanwhile, or the room has yet to hear what the page tells.
      await this.untilInReach(seq, history.generation, signal);
    }
  }

  showLatest(): void {
    this.startRequest();
    this.room.changeHistory(showLatest);
  }

  private startRequest(): AbortSignal {
    this.latest.abort(new ParleyError('withdrawn', 'Another part was asked for.', false));
    this.latest = new AbortController();
    return this.latest.signal;
  }

  /** Resolves when a message that exists is here, or may be asked for anew. Throws when it will never be. */
  private async untilInReach(seq: number, generation: number, signal: AbortSignal): Promise<void> {
    const look = () => {
      const { history } = this.room.state;
      const { messages } = history;
      if (isIn(shownOf(history).messages, seq) || isIn(messages, seq)) return true;
      this.room.throwIfOver();
      // What was heard at once may be so much that it was trimmed again.
      const isBelow = (messages[0]?.seq ?? 0) > seq;
      return isBelow || history.generation !== generation || undefined;
    };
    await waitUntil(this.sources, look, signal);
  }
}

function isIn(messages: readonly Message[], seq: number): boolean {
  return messageAfter(messages, seq - 1)?.seq === seq;
}
