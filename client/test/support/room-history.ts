import type { Head, Member, Message, SyncedRoom } from '@parley/protocol';
import type { Page } from '../../src/room/catch-up.js';
import type { Change } from '../../src/room/room-state.js';

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
  return { roomId: 'tea', rev, userId, username: 'somebody', role: 'member', member: isMember };
}

/** A room's history as its server knows it: every change in order, and the rows they left behind. */
export class RoomHistory {
  readonly changes: Change[] = [];
  private readonly rows = new Map<number, Message>();
  private seq = 0;

  /** Each step is one change: a message by a person, that person's coming or going, or a change of an older message. */
  constructor(
    steps: readonly { kind: 'message' | 'member' | 'edit' | 'delete'; person: number; of?: number }[],
  ) {
    const inside = new Set<number>();
    for (const { kind, person, of = 0 } of steps) {
      const rev = this.changes.length + 1;
      const amended = this.rows.get(1 + (of % Math.max(1, this.seq)));
      if (amended && (kind === 'edit' || kind === 'delete')) {
        const row = { ...amended, rev, message: kind === 'edit' ? `edit ${rev}` : '' };
        this.changes.push({ kind: 'message', row: kind === 'edit' ? row : { ...row, deletedAt: rev } });
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
    return { head: this.head(rev), messages: this.messages(0, rev).slice(-limit) };
  }

  /** The rows, as they stood at `to`, whose last change lies above `from`. */
  delta(from: number, to = this.rev): Extract<SyncedRoom, { status: 'delta' }> {
    const members = new Map<string, Member>();
    for (const { kind, row } of this.changes.slice(0, to))
      if (kind === 'member') members.set(row.userId, row);
    return {
      status: 'delta',
      ...this.head(to),
      messages: this.messages(from, to),
      members: [...members.values()].filter(({ rev }) => rev > from),
    };
  }

  /** A page of older messages, as it stood at `to`. */
  before(seq: number, to: number, limit: number): { messages: Message[]; hasMore: boolean } {
    const older = this.messages(0, to).filter((one) => one.seq < seq);
    return { messages: older.slice(-limit), hasMore: older.length > limit };
  }

  private messages(from: number, to: number): Message[] {
    const rows = new Map<number, Message>();
    for (const { kind, row } of this.changes.slice(0, to)) if (kind === 'message') rows.set(row.seq, row);
    return [...rows.values()].filter(({ rev }) => rev > from);
  }
}
