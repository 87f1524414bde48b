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
  private seq = 0;

  /** Each step is one change: a message by a person, or that person's coming or going. */
  constructor(steps: readonly { kind: 'message' | 'member'; person: number }[]) {
    const inside = new Set<number>();
    for (const { kind, person } of steps) {
      const rev = this.changes.length + 1;
      if (kind === 'message') {
        this.seq += 1;
        this.changes.push({ kind, row: message(this.seq, rev, uuid(person)) });
      } else {
        const comes = !inside.delete(person);
        if (comes) inside.add(person);
        this.changes.push({ kind, row: member(uuid(person), rev, comes) });
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

  private messages(from: number, to: number): Message[] {
    return this.changes.slice(from, to).flatMap((change) => (change.kind === 'message' ? [change.row] : []));
  }
}
