import type { EventArgs, Message, RoomUser } from '@parley/protocol';
import { LIMITS } from '@parley/protocol';
import { v7 } from 'uuid';
import { ParleyError } from '../errors.js';
import { Listeners } from '../listeners.js';
import { enter } from './catch-up.js';
import { hear, hearHead, loseTouch } from './hear.js';
import { acknowledge, drop, queue, sendAgain } from './mine.js';
import { prependOlder } from './older.js';
import type { RoomHost } from './room-host.js';
import * as people from './room-people.js';
import type { RoomSnapshot, Sending } from './room-snapshot.js';
import { type Change, emptyRoom, hasHole, type RoomState } from './room-state.js';
import { TypingSignal } from './typing-signal.js';

/** A room one has open. */
export class Room {
  private snapshot: RoomSnapshot;
  private readonly changed: Listeners;
  private readonly typingSignal: TypingSignal;
  private typingTimer: ReturnType<typeof setTimeout> | null = null;
  /** Settles with the first entry, for `join`. */
  readonly ready: Promise<void>;
  private settleReady: { resolve(): void; reject(error: ParleyError): void } | null = null;

  constructor(
    readonly id: string,
    private how: 'join_room' | 'watch_room',
    private readonly host: RoomHost,
    /** What was known of it when it was last open. */
    known: RoomState | null = null,
  ) {
    let history = loseTouch(known ?? emptyRoom(id, host.me));
    for (const outgoing of host.outbox.waitingIn(id)) history = queue(history, outgoing);
    this.snapshot = {
      access: { state: 'entering' },
      history,
      people: people.NOBODY,
      loadingOlder: false,
    };
    this.changed = new Listeners((error) => host.onFault(error));
    this.typingSignal = new TypingSignal((isTyping) => {
      // Lost news of typing is no loss.
      host.connection.ask('typing', { roomId: id, isTyping }).catch(() => undefined);
    });
    this.ready = new Promise((resolve, reject) => {
      this.settleReady = { resolve, reject };
    });
    this.ready.catch(() => undefined);
  }

  get state(): RoomSnapshot {
    return this.snapshot;
  }

  subscribe = (listener: () => void): (() => void) => this.changed.add(listener);

  send(message: string): Sending {
    const outgoing = { clientId: v7(), roomId: this.id, message, queuedAt: Date.now() };
    this.typingSignal.sent();
    this.think((history) => queue(history, outgoing));
    return { clientId: outgoing.clientId, done: this.host.outbox.add(outgoing) };
  }

  /** Sends a failed message again; null when there is no such message. */
  retry(clientId: string): Sending | null {
    const done = this.host.outbox.retry(clientId);
    if (done) this.think((history) => sendAgain(history, clientId));
    return done && { clientId, done };
  }

  /** Deletes a message that was not sent. */
  discard(clientId: string): void {
    this.host.outbox.drop(clientId);
    this.think((history) => drop(history, clientId));
  }

  /**
   * Gives a message of mine another text. Resolves to it as it stands then. Throws ParleyError: `forbidden` for others'
   * and deleted ones; after `unavailable` or a lost connection it may or may not be done, and may be done again.
   */
  edit(seq: number, message: string): Promise<Message> {
    return this.amend(this.host.connection.ask('edit_message', { roomId: this.id, seq, message }));
  }

  /** Takes the text of a message away for everybody, for ever: of one of mine, or of any where I own the room. */
  delete(seq: number): Promise<Message> {
    return this.amend(this.host.connection.ask('delete_message', { roomId: this.id, seq }));
  }

  /** Loads the page before the oldest message. Throws ParleyError. */
  async loadOlder(limit: number = LIMITS.historyPage): Promise<void> {
    const { history, loadingOlder } = this.snapshot;
    const oldest = history.messages[0];
    if (loadingOlder || !history.hasOlder || !oldest) return;
    this.show({ loadingOlder: true });
    try {
      const page = await this.host.rest.history(this.id, { before: oldest.seq, limit });
      this.think((now) => prependOlder(now, page, history));
    } finally {
      this.show({ loadingOlder: false });
    }
  }

  markRead(seq: number): void {
    this.host.markRead(this.id, seq);
  }

  /** I am typing, or stopped. May be called at every key. */
  typing(isTyping: boolean): void {
    this.typingSignal.set(isTyping);
  }

  /** Stops listening to the room. My membership stays. */
  close(): void {
    this.typingSignal.set(false);
    if (this.typingTimer !== null) clearTimeout(this.typingTimer);
    this.typingTimer = null;
    this.host.closed(this);
    this.host.connection.ask('unwatch_room', { roomId: this.id }).catch(() => undefined);
  }

  /** Ends my membership, then closes. Throws ParleyError. */
  async leave(): Promise<void> {
    await this.host.connection.ask('leave_room', { roomId: this.id });
    this.close();
  }

  /** Begins, or begins again, to listen. The server's first page comes before its answer. */
  async enter(): Promise<void> {
    try {
      const { room } = await this.host.connection.ask(this.how, { roomId: this.id });
      // From now on a return is no new membership: whoever was removed stays removed.
      this.how = 'watch_room';
      this.show({ access: { state: 'inside', room } });
      this.settleReady?.resolve();
    } catch (thrown) {
      const error = ParleyError.from(thrown);
      if (error.retry) throw error;
      this.host.forget(this.id);
      this.show({ access: { state: 'refused', code: error.code, reason: error.message } });
      this.settleReady?.reject(error);
    }
  }

  /** Changes what is known of the history by one of the pure functions. */
  think(how: (history: RoomState) => RoomState): void {
    const before = this.snapshot.history;
    const history = how(before);
    if (history === before) return;
    this.confirmHeard(before, history);
    this.show({ history });
    if (this.isMine) this.host.learned(history);
    if (hasHole(history)) this.host.holeIn(this.id);
  }

  lostTouch(): void {
    this.think(loseTouch);
    this.show({ people: { ...this.snapshot.people, typing: [] } });
  }

  gone(): void {
    this.host.forget(this.id);
    this.show({ access: { state: 'gone' } });
    this.settleReady?.reject(new ParleyError('not_found', 'The room is not yours to see.', false));
  }

  pageCame(messages: Message[], { epoch, rev }: EventArgs<'message_history'>[1]): void {
    this.think((history) => enter(history, { head: { epoch, rev }, messages }));
  }

  messageCame(row: Message): void {
    this.see((now) => people.stopTyping(now, row.userId));
    this.changeCame({ kind: 'message', row });
  }

  changeCame(change: Change): void {
    this.think((history) => hear(history, change));
  }

  headCame(head: EventArgs<'room_head'>[0]): void {
    this.think((history) => hearHead(history, head));
  }

  everyoneCame(here: readonly RoomUser[], total: number): void {
    this.see((now) => people.seeEveryone(now, here, total));
  }

  someoneCame(user: RoomUser): void {
    this.see((now) => people.arrive(now, user, this.newestSeq, Date.now()));
  }

  someoneWent(user: RoomUser): void {
    if (user.userId === this.host.me) return;
    this.see((now) => people.depart(now, user, this.newestSeq, Date.now()));
  }

  someoneTypes(user: RoomUser, isTyping: boolean): void {
    this.see((now) =>
      isTyping ? people.startTyping(now, user, Date.now()) : people.stopTyping(now, user.userId),
    );
    if (this.snapshot.people.typing.length > 0) this.forgetTypingLater();
  }

  private async amend(answer: Promise<Message>): Promise<Message> {
    const message = await answer;
    this.think((history) => acknowledge(history, message));
    return message;
  }

  private forgetTypingLater(): void {
    this.typingTimer ??= setTimeout(() => {
      this.typingTimer = null;
      this.see((now) => people.forgetTyping(now, Date.now()));
      if (this.snapshot.people.typing.length > 0) this.forgetTypingLater();
    }, LIMITS.typingForgottenMs / 6);
  }

  /** A broadcast of mine is as good as the answer to it. */
  private confirmHeard(before: RoomState, after: RoomState): void {
    if (after.pending.length >= before.pending.length) return;
    const left = new Set(after.pending.map(({ clientId }) => clientId));
    for (const { clientId } of before.pending) {
      const message = left.has(clientId)
        ? undefined
        : after.messages.find((one) => one.clientId === clientId);
      if (message) this.host.outbox.confirm(message);
    }
  }

  /** As far as is known. */
  private get isMine(): boolean {
    const { state } = this.snapshot.access;
    return state === 'entering' || state === 'inside';
  }

  private get newestSeq(): number {
    return this.snapshot.history.messages.at(-1)?.seq ?? 0;
  }

  private see(how: (now: people.RoomPeople) => people.RoomPeople): void {
    const now = how(this.snapshot.people);
    if (now !== this.snapshot.people) this.show({ people: now });
  }

  private show(change: Partial<RoomSnapshot>): void {
    this.snapshot = { ...this.snapshot, ...change };
    this.changed.tell();
  }
}
