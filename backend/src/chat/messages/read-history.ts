import { type Annex, type Body, type Head, LIMITS, type Message, type Room } from '@parley/protocol';
import type { Caller } from '../caller.js';
import type { RoomStreams } from '../feed/room-streams.js';
import { Annexes } from '../pages/annexes.js';
import { type HotMessage, lastSeqOf, sliceHot } from '../pages/hot-slice.js';
import type { NewestPage } from '../pages/newest-page.js';
import { bytesOf, type Cut, cutPage, type Sides, windowOf } from '../pages/page-window.js';
import { spanOf } from '../pages/span-of.js';
import { getVisibleRoom } from '../rooms/get-visible-room.js';
import type { Around, MessageLog, Span } from '../stores/message-log.js';
import type { RoomStore } from '../stores/room-store.js';
import type { AnswerBudget } from './answer-budget.js';

export interface HistoryRead extends Omit<Cut<HotMessage>, 'page'> {
  /** JSON texts, ascending by seq. */
  messages: string[];
  /** What stands beside them, each a Change as a JSON text. */
  annexes: string[];
  /** The seqs to go on from, both exclusive. */
  before: number;
  after: number;
  /** Where the room stood when the caller's rights were read: nothing newer is in the page. */
  head: Head;
}

/**
 * A page of history: from this instance's memory where the room is watched here, from the hot list where that is
 * current and reaches so far, else from the log. Rights are read first, always, and no page is older than they are.
 */
export class ReadHistory {
  constructor(
    private readonly rooms: RoomStore,
    private readonly log: MessageLog,
    private readonly newest: NewestPage,
    private readonly streams: RoomStreams,
    private readonly budget: AnswerBudget,
  ) {}

  async run(me: Caller, roomId: string, query: Body<'history'>): Promise<HistoryRead> {
    return this.page(me, await this.roomOf(me, roomId), query);
  }

  /** The room as the caller may read it now. Refuses with `not_found` and `banned`. */
  roomOf(me: Caller, roomId: string): Promise<Room> {
    return getVisibleRoom(this.rooms, me, roomId);
  }

  /** Refuses with `rate_limited`. @param room as its `roomOf` was just now: rights are never older */
  async page(me: Caller, room: Room, query: Body<'history'>): Promise<HistoryRead> {
    await this.budget.admit(me.id);
    const span = await spanOf(this.log, room, query);
    const window = windowOf(query, span);
    const { page, ...more } = cutPage(query, await this.around(me, room, span, window));
    this.budget.spend(
      me.id,
      page.reduce((bytes, message) => bytes + bytesOf(message), 0),
    );
    return {
      messages: page.map(({ json }) => json),
      annexes: page.flatMap(({ annexes }) => annexes),
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
      await stream.waitUntil(room);
    } catch {
      // It closed, or could not read what it had missed.
      return null;
    }
    const found = stream.around(span, window);
    if (found?.at.epoch !== room.epoch) return null;
    if (!stream.isAccessCurrent(me.id, room)) await this.mayRead(me, room, found);
    return found.sides;
  }

  private async hot(me: Caller, room: Room, span: Span, window: Around): Promise<Sides<HotMessage> | null> {
    const page = await this.newest.readAt(room.id, room);
    if (page?.head.epoch !== room.epoch) return null;
    const lastSeq = lastSeqOf(page.messages);
    const newest = { messages: page.messages, annexes: new Annexes(page.annexes) };
    const sides = sliceHot(newest, lastSeq, span, window);
    if (sides) await this.mayRead(me, room, { at: page.head, sides });
    return sides;
  }

  /** An edit or a reaction that is newer than the caller's rights may not be theirs to read. */
  private async mayRead(
    me: Caller,
    room: Room,
    { at, sides }: { at: Head; sides: Sides<HotMessage> },
  ): Promise<void> {
    if (at.rev <= room.rev) return;
    const edited = [...sides.below, ...sides.above].some((message) => revOf(message) > room.rev);
    if (edited) await this.lookAgain(me, room);
  }

  private async lookAgain(me: Caller, room: Room): Promise<void> {
    await getVisibleRoom(this.rooms, me, room.id);
  }
}

/** The last change of a message and what stands beside it. */
function revOf({ json, annexes }: HotMessage): number {
  const { rev }: Message = JSON.parse(json);
  return Math.max(rev, ...annexes.map((text) => (JSON.parse(text) as Annex).row.rev));
}
