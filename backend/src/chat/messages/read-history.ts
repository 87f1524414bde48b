import { type Body, type Head, LIMITS, type Message, type Room } from '@parley/protocol';
import type { Caller } from '../caller.js';
import type { RoomStreams } from '../feed/room-streams.js';
import { roomAsSeen } from '../rooms/room-as-seen.js';
import type { Around, MessageLog, Span } from '../stores/message-log.js';
import type { RoomStore } from '../stores/room-store.js';
import { type HotMessage, lastSeqOf, sliceHot } from './hot-slice.js';
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

/**
 * A page of history: from this instance's memory where somebody watches the room here, from the hot list where that is
 * current and reaches so far, else from the log. Rights are read first, always, and no page is older than they are.
 */
export class ReadHistory {
  constructor(
    private readonly rooms: RoomStore,
    private readonly log: MessageLog,
    private readonly newest: NewestPage,
    private readonly streams: RoomStreams,
  ) {}

  async run(me: Caller, roomId: string, query: Body<'history'>): Promise<HistoryRead> {
    const room = await roomAsSeen(this.rooms, me, roomId);
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
    const oldestHot = room.lastSeq - LIMITS.hotHistory + 1;
    const near = span.userId === undefined && Math.max(span.first, window.at - window.below) >= oldestHot;
    const known =
      near && ((await this.heard(me, room, span, window)) ?? (await this.hot(me, room, span, window)));
    if (known) return known;
    const { below, above } = await this.log.around(room.id, span, window);
    if ([...below, ...above].some(({ rev }) => rev > room.rev)) await this.lookAgain(me, room);
    return { below, above };
  }

  /** What the stream of the room has heard. It may have to hear first what the caller could know of already. */
  private async heard(me: Caller, room: Room, span: Span, window: Around): Promise<Sides<HotMessage> | null> {
    const stream = this.streams.openOf(room.id);
    if (!stream) return null;
    try {
      await stream.reach(room);
    } catch {
      // It closed, or could not read what it had missed.
      return null;
    }
    const found = stream.around(span, window);
    if (found?.at.epoch !== room.epoch) return null;
    if (!stream.vouches(me.id, room)) await this.mayRead(me, room, found);
    return found.sides;
  }

  private async hot(me: Caller, room: Room, span: Span, window: Around): Promise<Sides<HotMessage> | null> {
    const page = await this.newest.readAt(room.id, room);
    if (page?.head.epoch !== room.epoch) return null;
    const lastSeq = lastSeqOf(page.messages);
    const sides = sliceHot(page.messages, lastSeq, span, window);
    if (sides) await this.mayRead(me, room, { at: page.head, sides });
    return sides;
  }

  /** An edit that is newer than the caller's rights may not be theirs to read. */
  private async mayRead(
    me: Caller,
    room: Room,
    { at, sides }: { at: Head; sides: Sides<HotMessage> },
  ): Promise<void> {
    if (at.rev <= room.rev) return;
    const edited = [...sides.below, ...sides.above].some(({ json }) => revOf(json) > room.rev);
    if (edited) await this.lookAgain(me, room);
  }

  private async lookAgain(me: Caller, room: Room): Promise<void> {
    await roomAsSeen(this.rooms, me, room.id);
  }
}

function revOf(json: string): number {
  const { rev }: Message = JSON.parse(json);
  return rev;
}
