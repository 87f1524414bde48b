import {
  type AnyChange,
  type Change,
  type Head,
  isKnownChange,
  type Member,
  type Message,
  type Reaction,
  type SyncedRoom,
} from '@parley/protocol';
import type { Page } from '../../src/room/catch-up.js';

export const EPOCH = uuid(9_999);
export const ADA = uuid(1);

/** A lower-case uuid that tells its number. */
export function uuid(number: number): string {
  return `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;
}

export function message(seq: number, rev: number, userId: string = ADA): Message {
  return {
    id: uuid(100_000 + seq),
    roomId: 'tea',
    seq,
    rev,
    clientId: uuid(200_000 + seq),
    userId,
    username: `person ${userId.slice(-1)}`,
    message: `text ${seq}`,
    timestamp: 1_000 + seq,
  };
}

function member(userId: string, rev: number, isMember: boolean): Member {
  return { roomId: 'tea', rev, userId, username: 'member', role: 'member', member: isMember };
}

interface Read {
  messages: Message[];
  annexes: Change[];
}

/** A room's history as its server knows it: every change in order, and the rows they left behind. */
export class RoomHistory {
  readonly changes: AnyChange[] = [];
  private readonly reactions = new Map<string, Reaction>();
  private readonly rows = new Map<number, Message>();
  private seq = 0;

  /**
   * Each step is one change: a message by a person, that person's coming or going, their reaction to an older message or the
   * end of it, a change of an older message, or a change of a kind that only a newer server knows.
   */
  constructor(
    steps: readonly {
      kind: 'message' | 'member' | 'edit' | 'delete' | 'reaction' | 'unknown';
      person: number;
      of?: number;
    }[],
  ) {
    const inside = new Set<number>();
    for (const { kind, person, of = 0 } of steps) {
      const rev = this.changes.length + 1;
      const amended = this.rows.get(1 + (of % Math.max(1, this.seq)));
      if (kind === 'unknown') {
        this.changes.push({ kind: 'poll', row: { roomId: 'tea', rev, question: 'Tea?' } });
      } else if (amended && amended.deletedAt === undefined && kind === 'reaction') {
        this.react(amended.seq, of % 2 ? '👍' : '🎉', uuid(person), rev);
      } else if (amended && (kind === 'edit' || kind === 'delete')) {
        const row =
          kind === 'edit'
            ? { ...amended, rev, message: `edit ${rev}`, editedAt: rev }
            : { ...amended, rev, message: '', deletedAt: rev };
        this.changes.push({ kind: 'message', row });
        this.rows.set(row.seq, row);
      } else if (kind !== 'member') {
        this.seq += 1;
        const row = message(this.seq, rev, uuid(person));
        this.changes.push({ kind: 'message', row });
        this.rows.set(row.seq, row);
      } else {
        const comes = !inside.delete(person);
        if (comes) inside.add(person);
        this.changes.push({ kind: 'member', row: member(uuid(person), rev, comes) });
      }
    }
  }

  get rev(): number {
    return this.changes.length;
  }

  head(rev = this.rev): Head {
    return { epoch: EPOCH, rev };
  }

  /** The newest messages at a rev. */
  page(rev = this.rev, limit = 50): Page {
    const messages = this.messages(0, rev).slice(-limit);
    return { head: this.head(rev), messages, annexes: this.annexes(messages, rev) };
  }

  /** The rows, as they stood at `to`, whose last change lies above `from`. */
  delta(from: number, to = this.rev): Extract<SyncedRoom, { status: 'delta' }> {
    const members = new Map<string, Member>();
    for (const { kind, row } of this.known(to)) if (kind === 'member') members.set(row.userId, row);
    const changes: AnyChange[] = [
      ...[...members.values()]
        .filter(({ rev }) => rev > from)
        .map((row): Change => ({ kind: 'member', row })),
      ...this.messages(from, to).map((row): Change => ({ kind: 'message', row })),
      ...this.reactionsAt(to)
        .filter(({ rev }) => rev > from)
        .map((row): Change => ({ kind: 'reaction', row })),
      ...this.changes.slice(from, to).filter(({ kind }) => kind === 'poll'),
    ];
    return { status: 'delta', ...this.head(to), changes };
  }

  /**
   * A part of the catch-up from `from` to now, which ends at `to`: all that was stored up to there and all else that
   * changed last up to there, as it is now.
   */
  part(from: number, to: number): Extract<SyncedRoom, { status: 'delta' }> {
    const { changes, ...now } = this.delta(from);
    if (to === now.rev) return { ...now, changes };
    const stored = new Set(this.messages(from, to).map(({ seq }) => seq));
    return {
      ...now,
      rev: to,
      changes: changes.filter((change) => {
        if (change.row.rev <= to || !isKnownChange(change)) return change.row.rev <= to;
        const { kind, row } = change;
        return (kind === 'message' && stored.has(row.seq)) || (kind === 'member' && !row.member);
      }),
      more: true,
    };
  }

  /** A page of older messages, as it stood at `to`. */
  before(seq: number, to: number, limit: number): Read & { hasMore: boolean } {
    const older = this.messages(0, to).filter((one) => one.seq < seq);
    const messages = older.slice(-limit);
    return { messages, annexes: this.annexes(messages, to), hasMore: older.length > limit };
  }

  /** A page of newer ones. */
  after(seq: number, to: number, limit: number): Read {
    const messages = this.messages(0, to)
      .filter((one) => one.seq > seq)
      .slice(0, limit);
    return { messages, annexes: this.annexes(messages, to) };
  }

  /** A page with a seq in its middle. */
  around(seq: number, to: number, limit: number): Read & { hasOlder: boolean } {
    const all = this.messages(0, to);
    const from = Math.max(0, seq - 1 - Math.floor(limit / 2));
    const messages = all.slice(from, from + limit);
    return { messages, annexes: this.annexes(messages, to), hasOlder: from > 0 && all.length > from };
  }

  messages(from: number, to: number): Message[] {
    const rows = new Map<number, Message>();
    for (const { kind, row } of this.known(to)) if (kind === 'message') rows.set(row.seq, row);
    return [...rows.values()].filter(({ rev }) => rev > from);
  }

  private known(to: number): Change[] {
    return this.changes.slice(0, to).filter((change) => isKnownChange(change));
  }

  /** Of messages that were not deleted. */
  private reactionsAt(to: number): Reaction[] {
    const rows = new Map<string, Reaction>();
    for (const { kind, row } of this.known(to)) {
      if (kind === 'reaction') rows.set(`${row.seq}/${row.emoji}`, row);
    }
    const stands = new Set(
      this.messages(0, to)
        .filter(({ deletedAt }) => deletedAt === undefined)
        .map(({ seq }) => seq),
    );
    return [...rows.values()].filter(({ seq }) => stands.has(seq));
  }

  private annexes(messages: readonly Message[], to: number): Change[] {
    const seqs = new Set(messages.map(({ seq }) => seq));
    return this.reactionsAt(to)
      .filter(({ seq, count }) => seqs.has(seq) && count > 0)
      .map((row) => ({ kind: 'reaction', row }));
  }

  private react(seq: number, emoji: string, userId: string, rev: number): void {
    const key = `${seq}/${emoji}`;
    const { userIds = [], firstRev = rev, count = 0 } = this.reactions.get(key) ?? {};
    const others = userIds.filter((id) => id !== userId);
    const now = others.length < userIds.length ? others : [userId, ...userIds];
    const first = count > 0 ? firstRev : rev;
    const row = { roomId: 'tea', rev, seq, emoji, firstRev: first, count: now.length, userIds: now };
    this.reactions.set(key, row);
    this.changes.push({ kind: 'reaction', row });
  }
}
