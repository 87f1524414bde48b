import type { Body } from '@parley/protocol';
import type { Caller } from '../caller.js';
import type { HotHistory } from '../ports/hot-history.js';
import { refuse } from '../refusal.js';
import type { MessageLog } from '../stores/message-log.js';
import type { RoomStore } from '../stores/room-store.js';
import { sliceHot } from './hot-slice.js';
import type { NewestPage } from './newest-page.js';

/** A page of history: from the hot list when that is current and reaches so far, else from the log. */
export class ReadHistory {
  constructor(
    private readonly rooms: RoomStore,
    private readonly log: MessageLog,
    private readonly hotHistory: HotHistory,
    private readonly newest: NewestPage,
  ) {}

  /** Messages as JSON texts, ascending by seq. */
  async run(
    me: Caller,
    roomId: string,
    query: Body<'history'>,
  ): Promise<{ messages: string[]; hasMore: boolean }> {
    const room = (await this.rooms.roomFor(me.id, roomId)) ?? refuse('not_found');
    const hot = await this.hotHistory.read(roomId);
    const current = hot && hot.head.epoch === room.epoch && hot.head.rev === room.rev;
    const slice = current ? sliceHot(hot.messages, room.lastSeq, query) : null;
    if (slice) return slice;
    // The next reader of the newest page shall find it hot.
    if (!current && query.before === undefined) void this.newest.refill(roomId).catch(() => undefined);
    const { messages, hasMore } = await this.log.page(roomId, query);
    // What was said after the rights were read may not be the caller's to read.
    const theirs = messages.filter(({ seq }) => seq <= room.lastSeq);
    return { messages: theirs.map((message) => JSON.stringify(message)), hasMore };
  }
}
