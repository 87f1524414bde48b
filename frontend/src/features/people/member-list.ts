import type { ParleyClient, RoomMember } from '@parley/client';
import type { Member } from '@parley/protocol';
import { Store } from '../../lib/store/store.js';

export interface Members {
  /** By name; of a large room not all. */
  readonly members: readonly RoomMember[];
  readonly total: number;
}

/** A new member is read with all the others: of a crowd not each for themselves. */
const READ_AT_MOST_EVERY_MS = 1_000;

/**
 * The members of one room, for all that show them. They are read when the first one looks, and again when a member comes or
 * the connection is back; what else changes is told by the change itself. Null until they are known; those already known
 * stay, where a question fails.
 */
export class MemberList {
  private readonly list = new Store<Members | null>(null);
  private lookers = 0;
  private unlisten: () => void = () => undefined;
  /** What changed while an answer is on its way, which may be older than that. Null: none is. */
  private heard: Member[] | null = null;
  private wantsMore = false;
  private lastReadAt = Number.NEGATIVE_INFINITY;
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(
    private readonly client: Pick<ParleyClient, 'rest' | 'connection'>,
    private readonly roomId: string,
  ) {}

  get state(): Members | null {
    return this.list.state;
  }

  subscribe = (listener: () => void): (() => void) => {
    const end = this.list.subscribe(listener);
    this.lookers += 1;
    if (this.lookers === 1) this.listen();
    return () => {
      end();
      this.lookers -= 1;
      if (this.lookers === 0) this.stop();
    };
  };

  private listen(): void {
    const { connection } = this.client;
    let wasOnline = connection.state.state === 'online';
    const ends = [
      connection.on('member_updated', (member) => {
        if (member.roomId === this.roomId) this.hear(member);
      }),
      connection.subscribe(() => {
        const isOnline = connection.state.state === 'online';
        if (isOnline && !wasOnline) this.readSoon();
        wasOnline = isOnline;
      }),
    ];
    this.unlisten = () => {
      for (const end of ends) end();
    };
    this.lastReadAt = Number.NEGATIVE_INFINITY;
    this.readSoon();
  }

  private stop(): void {
    this.unlisten();
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private hear(member: Member): void {
    this.heard?.push(member);
    const known = this.list.state;
    const isNew = !known?.members.some(({ userId }) => userId === member.userId);
    if (known) this.list.set(changed(known, member));
    // Who is not among those who are shown may have been a member before, or not: the count is the server's to tell.
    if (isNew) this.readSoon();
  }

  private readSoon(): void {
    if (this.heard) this.wantsMore = true;
    if (this.heard || this.timer !== null) return;
    const wait = Math.max(0, this.lastReadAt + READ_AT_MOST_EVERY_MS - performance.now());
    this.timer = setTimeout(() => void this.read(), wait);
  }

  private async read(): Promise<void> {
    const heard: Member[] = [];
    this.timer = null;
    this.heard = heard;
    this.wantsMore = false;
    this.lastReadAt = performance.now();
    const answer = await this.client.rest.memberList(this.roomId).catch(() => null);
    this.heard = null;
    if (answer) this.list.set(heard.reduce(changed, answer));
    if (this.wantsMore && this.lookers > 0) this.readSoon();
  }
}

/**
 * Those who are members after a person's place in the room changed. Whether one who is new is online is not told by that,
 * nor, where not all are known, whether one who is not among them came just now: the total stays then.
 */
export function changed({ members, total }: Members, change: Member): Members {
  const { userId, username, guest, role, member, mutedUntil } = change;
  const before = members.find((one) => one.userId === userId);
  const others = members.filter((one) => one !== before);
  if (!member) return { members: others, total: total - (before ? 1 : 0) };
  const now = {
    ...{ userId, username, role, online: before?.online ?? false },
    ...(guest ? { guest } : {}),
    ...(mutedUntil === undefined ? {} : { mutedUntil }),
  };
  const isAll = members.length >= total;
  return { members: [...others, now], total: total + (!before && isAll ? 1 : 0) };
}
