import type { EventArgs, Message } from '@parley/protocol';
import { LIMITS } from '@parley/protocol';
import { newClientId } from '../client-id.js';
import { ParleyError } from '../errors.js';
import { Listeners } from '../listeners.js';
import { Admission } from './admission.js';
import { enter } from './catch-up.js';
import { throwIfOver } from './feed-source.js';
import { hear, hearHead, loseTouch } from './hear.js';
import { letGo } from './let-go.js';
import { acknowledge, confirmed, drop, queue, sendAgain } from './mine.js';
import { holdAtMost, prependOlder } from './older.js';
import { openFeed } from './open-feed.js';
import { PeopleHere } from './people-here.js';
import type { FollowOptions, Room, RoomEvents } from './room.js';
import { RoomEar } from './room-ear.js';
import type { RoomHost } from './room-host.js';
import { NOBODY } from './room-people.js';
import { isMine, type RoomSnapshot, type Sending } from './room-snapshot.js';
import { type Change, emptyRoom, hasHole, type RoomState } from './room-state.js';
import { TypingSignal } from './typing-signal.js';

/** A room one has open, and what the client tells it. */
export class OpenRoom implements Room {
  private snapshot: RoomSnapshot;
  private readonly changed: Listeners;
  private readonly ear: RoomEar;
  /** Who is here. */
  readonly people: PeopleHere;
  private readonly typingSignal: TypingSignal;
  private readonly admission: Admission;
  private isClosed = false;

  constructor(
    readonly id: string,
    how: 'join_room' | 'watch_room',
    private readonly host: RoomHost,
    /** What was known of it when it was last open. */
    known: RoomState | null = null,
  ) {
    let history = loseTouch(known ?? emptyRoom(id, host.me));
    for (const outgoing of host.outbox.waitingIn(id)) history = queue(history, outgoing);
    this.snapshot = {
      access: { state: 'entering' },
      history,
      people: NOBODY,
      loadingOlder: false,
    };
    this.admission = new Admission(id, how, host, (access) => this.show({ access }));
    this.changed = new Listeners((error) => host.onFault(error));
    this.ear = new RoomEar(
      () => this.messages(),
      (error) => host.onFault(error),
    );
    this.people = new PeopleHere({
      me: host.me,
      now: () => this.snapshot.people,
      show: (people) => this.show({ people }),
      newestSeq: () => this.snapshot.history.messages.at(-1)?.seq ?? 0,
      joined: (user) => this.ear.tell('joined', user),
      left: (user) => this.ear.tell('left', user),
    });
    this.typingSignal = new TypingSignal((isTyping) => {
      // Lost news of typing is no loss.
      host.connection.ask('typing', { roomId: id, isTyping }).catch(() => undefined);
    });
  }

  get ready(): Promise<void> {
    return this.admission.ready;
  }

  get state(): RoomSnapshot {
    return this.snapshot;
  }

  subscribe = (listener: () => void): (() => void) => this.changed.add(listener);

  on<N extends keyof RoomEvents>(name: N, listener: (...args: RoomEvents[N]) => void): () => void {
    return this.ear.on(name, listener);
  }

  messages(options: FollowOptions = {}): AsyncGenerator<Message, void, undefined> {
    const { connection, rest } = this.host;
    const source = {
      state: () => this.snapshot,
      connection: () => connection.state,
      isClosed: () => this.isClosed,
      sources: [this.subscribe, connection.subscribe],
      pageAfter: (seq: number) => rest.history(this.id, { after: seq, limit: LIMITS.historyPageMax }),
    };
    return openFeed(source, options);
  }

  send(message: string, { signal }: { signal?: AbortSignal } = {}): Sending {
    const outgoing = { clientId: newClientId(), roomId: this.id, message, queuedAt: Date.now() };
    const { clientId } = outgoing;
    this.typingSignal.sent();
    this.think((history) => queue(history, outgoing));
    const done = this.host.outbox.add(outgoing);
    const withdraw = () => this.discard(clientId);
    signal?.addEventListener('abort', withdraw);
    done.catch(() => undefined).then(() => signal?.removeEventListener('abort', withdraw));
    if (signal?.aborted) withdraw();
    return { clientId, done };
  }

  retry(clientId: string): Sending | null {
    const done = this.host.outbox.retry(clientId);
    if (done) this.think((history) => sendAgain(history, clientId));
    return done && { clientId, done };
  }

  discard(clientId: string): void {
    this.host.outbox.drop(clientId);
    this.think((history) => drop(history, clientId));
  }

  edit(seq: number, message: string): Promise<Message> {
    return this.amend(this.host.connection.ask('edit_message', { roomId: this.id, seq, message }));
  }

  delete(seq: number): Promise<Message> {
    return this.amend(this.host.connection.ask('delete_message', { roomId: this.id, seq }));
  }

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

  letGo(keep: number): void {
    this.think((history) => letGo(history, keep));
  }

  markRead(seq: number): void {
    this.host.markRead(this.id, seq);
  }

  typing(isTyping: boolean): void {
    this.typingSignal.set(isTyping);
  }

  close(): void {
    this.typingSignal.set(false);
    this.people.close();
    this.isClosed = true;
    this.host.closed(this);
    this.changed.tell();
    this.host.connection.ask('unwatch_room', { roomId: this.id }).catch(() => undefined);
  }

  async leave(): Promise<void> {
    await this.host.connection.ask('leave_room', { roomId: this.id });
    this.close();
  }

  /** Begins, or begins again, to listen. The server's first page comes before its answer. */
  enter(): Promise<void> {
    return this.admission.enter();
  }

  gone(banned = false): void {
    this.admission.gone(banned);
  }

  /** Throws when it will never be. */
  isEntered(): true | undefined {
    if (this.isClosed) throw new ParleyError('withdrawn', 'The room was closed.', false);
    throwIfOver(this.snapshot.access, this.host.connection.state);
    return this.snapshot.access.state === 'inside' || undefined;
  }

  /** Changes what is known of the history by one of the pure functions. */
  think(how: (history: RoomState) => RoomState): void {
    const before = this.snapshot.history;
    const heard = how(before);
    if (heard === before) return;
    // A broadcast of mine is as good as the answer to it.
    for (const message of confirmed(before, heard)) this.host.outbox.confirm(message);
    const history = holdAtMost(before, heard, this.host.messagesHeld);
    this.show({ history });
    if (isMine(this.snapshot.access)) this.host.learned(history);
    if (hasHole(history)) this.host.holeIn(this.id);
  }

  lostTouch(): void {
    this.think(loseTouch);
    this.show({ people: { ...this.snapshot.people, typing: [] } });
  }

  pageCame(messages: Message[], { epoch, rev }: EventArgs<'message_history'>[1]): void {
    this.think((history) => enter(history, { head: { epoch, rev }, messages }));
  }

  messageCame(row: Message): void {
    this.people.spoke(row.userId);
    this.changeCame({ kind: 'message', row });
  }

  changeCame(change: Change): void {
    this.think((history) => hear(history, change));
  }

  headCame(head: EventArgs<'room_head'>[0]): void {
    this.think((history) => hearHead(history, head));
  }

  private async amend(answer: Promise<Message>): Promise<Message> {
    const message = await answer;
    this.think((history) => acknowledge(history, message));
    return message;
  }

  private show(change: Partial<RoomSnapshot>): void {
    const before = this.snapshot;
    this.snapshot = { ...before, ...change };
    this.changed.tell();
    this.ear.tellUpdates(before.history.messages, this.snapshot.history.messages);
    this.ear.tellTyping(before.people.typing, this.snapshot.people.typing);
  }
}
