import { LIMITS } from '@parley/protocol';
import { HotHistory, type HotPage } from '../../chat/ports/hot-history.js';
import type { RoomChanges } from '../../chat/room-changes.js';

const MOST_ROOMS = 1_000;

/** Of so many rooms that the memory they take is bounded: the ones used last. */
export class MemoryHotHistory extends HotHistory {
  /** The room used last comes last. */
  private readonly pages = new Map<string, HotPage>();

  constructor(private readonly mostRooms = MOST_ROOMS) {
    super();
  }

  override async apply({ roomId, epoch, from, to, events }: RoomChanges): Promise<boolean> {
    const page = this.pages.get(roomId);
    const follows = page ? page.head.epoch === epoch && page.head.rev + 1 === from : from === 1;
    if (!follows) {
      this.pages.delete(roomId);
      return false;
    }
    const added = events.filter((event) => event.name === 'message').map((event) => event.json.toString());
    this.keep(roomId, { head: { epoch, rev: to }, messages: [...(page?.messages ?? []), ...added] });
    return true;
  }

  override async read(roomId: string): Promise<HotPage | null> {
    const page = this.pages.get(roomId);
    if (page === undefined) return null;
    this.keep(roomId, page);
    return page;
  }

  override async fill(roomId: string, page: HotPage): Promise<void> {
    const head = this.pages.get(roomId)?.head;
    if (head?.epoch === page.head.epoch && head.rev >= page.head.rev) return;
    this.keep(roomId, page);
  }

  override async drop(roomId: string): Promise<void> {
    this.pages.delete(roomId);
  }

  private keep(roomId: string, { head, messages }: HotPage): void {
    this.pages.delete(roomId);
    this.pages.set(roomId, { head, messages: messages.slice(-LIMITS.hotHistory) });
    for (const oldest of this.pages.keys()) {
      if (this.pages.size <= this.mostRooms) break;
      this.pages.delete(oldest);
    }
  }
}
