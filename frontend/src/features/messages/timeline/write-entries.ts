import type { JoinLeave, Pending } from '@parley/client';
import type { Message } from '@parley/protocol';
import type { Entry } from './entries.js';

/** Messages of one author within so long stand together, ms. */
const GROUP_MS = 5 * 60_000;

export interface Frame {
  joinLeaves: readonly JoinLeave[];
  /** What I had not read when I opened the room begins here. Null: I had read everything. */
  firstUnread: number | null;
  me: string;
}

/** Writes entries behind those it is given: all of them behind none, or a few new ones behind many. */
export class EntryWriter {
  private day = { from: 0, until: 0 };
  private last: { userId: string; at: number } | null = null;
  private dividerDue: boolean;
  private nextJoinLeave = 0;

  constructor(
    readonly entries: Entry[],
    private readonly frame: Frame & { messages: readonly Message[] },
  ) {
    const { firstUnread, messages } = frame;
    // Where the list begins behind it, more is new than the list shows.
    const isHere = firstUnread !== null && (messages[0]?.seq ?? 0) <= firstUnread;
    this.dividerDue = isHere && !entries.some(({ kind }) => kind === 'new');
    const end = entries.at(-1);
    if (!end) return;
    // All joins and leaves are written already, up to the end.
    this.nextJoinLeave = frame.joinLeaves.length;
    const message = entries.findLast((entry) => entry.kind === 'message')?.message;
    if (message) this.day = dayAround(message.timestamp);
    if (end.kind === 'message') this.last = { userId: end.message.userId, at: end.message.timestamp };
  }

  message(message: Message): void {
    const { seq, userId, timestamp } = message;
    this.joinLeaveUpTo(seq - 1);
    if (timestamp < this.day.from || timestamp >= this.day.until) {
      this.day = dayAround(timestamp);
      this.put({ kind: 'day', key: `day-${seq}`, seq, at: timestamp });
    }
    if (this.dividerDue && seq >= (this.frame.firstUnread ?? 0) && userId !== this.frame.me) {
      this.dividerDue = false;
      this.put({ kind: 'new', key: 'new', seq });
    }
    this.entries.push({
      kind: 'message',
      key: message.clientId,
      seq,
      message,
      begins: this.begins(userId, timestamp),
    });
  }

  pending(pending: Pending): void {
    const begins = this.begins(this.frame.me, pending.queuedAt);
    const seq = Number.POSITIVE_INFINITY;
    this.entries.push({ kind: 'pending', key: pending.clientId, seq, pending, begins });
  }

  joinLeaveUpTo(seq: number): void {
    const { joinLeaves } = this.frame;
    const first = this.nextJoinLeave;
    while ((joinLeaves[this.nextJoinLeave]?.afterSeq ?? Number.POSITIVE_INFINITY) <= seq)
      this.nextJoinLeave += 1;
    const due = joinLeaves.slice(first, this.nextJoinLeave);
    const [begin] = due;
    if (begin)
      this.put({ kind: 'joinLeaves', key: `join-leave-${begin.id}`, seq: begin.afterSeq, joinLeaves: due });
  }

  /** What stands between two messages of one author parts them. */
  private put(entry: Entry): void {
    this.entries.push(entry);
    this.last = null;
  }

  private begins(userId: string, at: number): boolean {
    const { last } = this;
    this.last = { userId, at };
    return last === null || last.userId !== userId || at - last.at > GROUP_MS;
  }
}

function dayAround(at: number): { from: number; until: number } {
  const date = new Date(at);
  const [year, month, day] = [date.getFullYear(), date.getMonth(), date.getDate()];
  return { from: new Date(year, month, day).getTime(), until: new Date(year, month, day + 1).getTime() };
}
