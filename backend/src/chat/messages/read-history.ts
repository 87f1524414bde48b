import type { Body, Head, Room } from '@parley/protocol';
import type { Caller } from '../caller.js';
import type { HotHistory } from '../ports/hot-history.js';
import { refuse } from '../refusal.js';
import type { Around, MessageLog, Span } from '../stores/message-log.js';
import type { RoomStore } from '../stores/room-store.js';
import { type HotMessage, sliceHot } from './hot-slice.js';
import type { NewestPage } from './newest-page.js';
import { type Cut, cutPage, type Sides, windowOf } from './page-window.js';
import { spanOf } from './span-of.js';

export interface HistoryRead extends Omit<Cut<HotMessage>, 'page'> {
  /** JSON texts, ascending by seq. */
  messages: string[];
  /** The seqs to go on from, both exclusive. */
  before: number;
  after: number;
  /** Where the room stood when the caller's rights were read: nothing newer is in the page. */
  head: Head;
}

/** A page of history: from the hot list when that is current and reaches so far, else from the log. */
export class ReadHistory {
  constructor(
    private readonly rooms: RoomStore,
    private readonly log: MessageLog,
    private readonly hotHistory: HotHistory,
    private readonly newest: NewestPage,
  ) {}

  async run(me: Caller, roomId: string, query: Body<'history'>): Promise<HistoryRead> {
    const room = (await this.rooms.roomFor(me.id, roomId)) ?? refuse('not_found');
    const span = await spanOf(this.log, room, query);
    const window = windowOf(query, span);
    const { page, ...more } = cutPage(query, await this.around(me, room, span, window));
    return {
      messages: page.map(({ json }) => json),
      ...more,
      before: page[0]?.seq ?? window.at,
      after: page.at(-1)?.seq ?? window.at - 1,
      head: { epoch: room.epoch, rev: room.rev },
    };
  }

  private async around(me: Caller, room: Room, span: Span, window: Around): Promise<Sides<HotMessage>> {
    const hot = await this.hotHistory.read(room.id);
    const current = hot && hot.head.epoch === room.epoch && hot.head.rev === room.rev;
    const slice = current ? sliceHot(hot.messages, room.lastSeq, span, window) : null;
    if (slice) return slice;
    // The next reader of the newest page shall find it hot.
    if (!current && window.at > room.lastSeq) void this.newest.refill(room.id).catch(() => undefined);
    const { below, above } = await this.log.around(room.id, span, window);
    // An edit that is newer than the caller's rights may not be theirs to read.
    const edited = [...below, ...above].some(({ rev }) => rev > room.rev);
    if (edited && !(await this.rooms.roomFor(me.id, room.id))) refuse('not_found');
    const print = (messages: typeof below) =>
      messages.map((message) => ({ seq: message.seq, json: JSON.stringify(message) }));
    return { below: print(below), above: print(above) };
  }
}
