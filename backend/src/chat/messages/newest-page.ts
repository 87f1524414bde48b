import { LIMITS } from '@parley/protocol';
import type { HotHistory, HotPage } from '../ports/hot-history.js';
import type { MessageLog } from '../stores/message-log.js';
import type { RoomStore } from '../stores/room-store.js';

/** A room's newest page, current at the moment of the call: the hot list when it proves to be, else the log. */
export class NewestPage {
  constructor(
    private readonly rooms: RoomStore,
    private readonly hotHistory: HotHistory,
    private readonly log: MessageLog,
  ) {}

  /** Null without such a room. */
  async read(roomId: string): Promise<HotPage | null> {
    const [head, hot] = await Promise.all([
      this.rooms.heads([roomId]).then((heads) => heads.get(roomId)),
      this.hotHistory.read(roomId),
    ]);
    if (!head) return null;
    if (hot && hot.head.epoch === head.epoch && hot.head.rev === head.rev) return hot;
    return this.refill(roomId);
  }

  /** Reads it from the log and puts it into the hot list. Null without such a room. */
  async refill(roomId: string): Promise<HotPage | null> {
    return (await this.fill(roomId))?.page ?? null;
  }

  /** The same. False when the hot list could not be reached: then it stands as it was. */
  async warm(roomId: string): Promise<boolean> {
    return (await this.fill(roomId))?.reached ?? true;
  }

  private async fill(roomId: string): Promise<{ page: HotPage; reached: boolean } | null> {
    const newest = await this.log.newest(roomId, LIMITS.hotHistory);
    if (!newest) return null;
    const page = { head: newest.head, messages: newest.messages.map((message) => JSON.stringify(message)) };
    return { page, reached: await this.hotHistory.fill(roomId, page) };
  }
}
