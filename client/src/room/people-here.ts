import { LIMITS, type RoomUser } from '@parley/protocol';
import * as people from './room-people.js';

export interface PeopleWork {
  readonly me: string;
  now(): people.RoomPeople;
  show(now: people.RoomPeople): void;
  /** The newest message, to place who comes and goes among what is said. */
  newestSeq(): number;
  joined(user: RoomUser): void;
  left(user: RoomUser): void;
}

/** Who comes, goes and types in one room, as the server tells it and as time passes. */
export class PeopleHere {
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly work: PeopleWork) {}

  everyone(here: readonly RoomUser[], total: number): void {
    this.see((now) => people.seeEveryone(now, here, total));
  }

  counted(total: number): void {
    this.see((now) => people.count(now, total));
  }

  came(user: RoomUser): void {
    const isNews = this.see((now) => people.arrive(now, user, this.work.newestSeq(), Date.now()));
    if (isNews) this.work.joined(who(user));
  }

  went(user: RoomUser): void {
    if (user.userId === this.work.me) return;
    this.see((now) => people.depart(now, user, this.work.newestSeq(), Date.now()));
    this.work.left(who(user));
  }

  types(user: RoomUser, isTyping: boolean): void {
    this.see((now) =>
      isTyping ? people.startTyping(now, user, Date.now()) : people.stopTyping(now, user.userId),
    );
    this.forgetLater();
  }

  spoke(userId: string): void {
    this.see((now) => people.stopTyping(now, userId));
  }

  close(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private forgetLater(): void {
    if (this.work.now().typing.length === 0) return;
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.see((now) => people.forgetTyping(now, Date.now()));
      this.forgetLater();
    }, LIMITS.typingForgottenMs / 6);
  }

  /** True when something changed. */
  private see(how: (now: people.RoomPeople) => people.RoomPeople): boolean {
    const before = this.work.now();
    const now = how(before);
    if (now !== before) this.work.show(now);
    return now !== before;
  }
}

/** Without what else an event may tell. */
function who({ userId, username }: RoomUser): RoomUser {
  return { userId, username };
}
