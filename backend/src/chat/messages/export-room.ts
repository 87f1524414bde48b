import type { Body, Head, Room } from '@parley/protocol';
import type { Caller } from '../caller.js';
import { spanOf } from '../pages/span-of.js';
import { Refusal, refuse } from '../refusal.js';
import { getVisibleRoom } from '../rooms/get-visible-room.js';
import type { MessageLog, Span } from '../stores/message-log.js';
import type { RoomStore } from '../stores/room-store.js';
import type { SessionStore } from '../stores/session-store.js';
import { type ExportLimits, ExportSlots } from './export-slots.js';

/** The messages read at a time; of long texts fewer, LIMITS.answerBytes of them. */
const PAGE = 500;

export interface ExportOptions extends ExportLimits {
  /** How long one page may wait for its reader, in ms: an export that is not read would keep its place for ever. */
  stallMs: number;
}

/** A room's messages on their way. Each is owed a `close`. */
export interface RoomExport extends Span {
  /** Where the room stood: nothing newer is in the export. */
  head: Head;
  /** Lines of JSON, each with its line feed, ascending by seq; some hundred at a time. Once. */
  pages(): AsyncGenerator<string, void, undefined>;
  /** Ends the export from the side of the server: it stops, or the reader does not read. */
  signal: AbortSignal;
  close(): void;
}

/**
 * Reads a whole room, or a part of it, in bounded memory. Its end is fixed at the beginning: no message changes its
 * place, so pages by seq give the one history up to there, and no snapshot is held open for a slow reader.
 */
export class ExportRoom {
  private readonly slots: ExportSlots;
  private readonly running = new Set<AbortController>();
  private stopped = false;

  constructor(
    private readonly rooms: RoomStore,
    private readonly log: MessageLog,
    private readonly sessions: SessionStore,
    private readonly options: ExportOptions = { perPerson: 2, perInstance: 4, stallMs: 60_000 },
  ) {
    this.slots = new ExportSlots(options);
  }

  /** Refuses with `not_found`, and with `rate_limited` or `overloaded` when too many run. */
  async run(me: Caller, roomId: string, query: Body<'export'>): Promise<RoomExport> {
    if (this.stopped) refuse('shutting_down');
    const free = this.slots.take(me.id);
    const ended = new AbortController();
    this.running.add(ended);
    const close = () => {
      this.running.delete(ended);
      free();
    };
    try {
      const room = await getVisibleRoom(this.rooms, me, roomId);
      const span = await spanOf(this.log, room, query);
      const first = Math.max(span.first, (query.after ?? 0) + 1);
      const last = Math.max(Math.min(span.last, (query.before ?? room.lastSeq + 1) - 1), first - 1);
      return {
        ...{ first, last, head: { epoch: room.epoch, rev: room.rev } },
        pages: () => this.pages(me, room, { first, last }, ended),
        ...{ signal: ended.signal, close },
      };
    } catch (error) {
      close();
      throw error;
    }
  }

  /** Ends all that run, whose readers see that they were cut off, and takes no more. */
  stop(): void {
    this.stopped = true;
    for (const ended of this.running) ended.abort(new Refusal('shutting_down'));
  }

  private async *pages(
    me: Caller,
    room: Room,
    { first, last }: Span,
    ended: AbortController,
  ): AsyncGenerator<string, void, undefined> {
    for (let from = first; from <= last; ) {
      const page = await this.log.lines(room.id, from, Math.min(last, from + PAGE - 1));
      const { text, count, last: to } = page;
      await this.check(me, room);
      // Numbers have no holes: whatever is missing was taken out by hand, and must not look like the whole.
      if (count === 0 || count !== to - from + 1)
        throw new Error(`${room.id} has ${count} messages from ${from} to ${to}.`);
      from = to + 1;
      const stalled = setTimeout(() => ended.abort(new Refusal('rate_limited')), this.options.stallMs);
      try {
        yield `${text}\n`;
      } finally {
        clearTimeout(stalled);
      }
    }
  }

  /** Rights are read again behind each page: nothing is told to a user who lost them meanwhile. */
  private async check(me: Caller, { id, epoch }: Room): Promise<void> {
    const [room, person] = await Promise.all([
      this.rooms.roomFor(me.id, id),
      this.sessions.userOf(me.sessionId),
    ]);
    if (person === null) refuse('session_ended');
    if (room?.epoch !== epoch) refuse('not_found');
  }
}
