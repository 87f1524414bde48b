import { LIMITS, type Message, type Reaction, type ReactionList } from '@parley/protocol';
import { newClientId } from '../client-id.js';
import { ParleyError } from '../errors.js';
import { Listeners } from '../listeners.js';
import { acknowledge } from '../room/optimistic.js';
import { reactOptimistically, setMine, settleReaction } from '../room/reactions.js';
import type { RoomSnapshot, Sending } from '../room/room-snapshot.js';
import type { RoomState } from '../room/room-state.js';
import { trim } from '../room/trim.js';
import { detach, messageAt } from '../room/view.js';
import { throwIfOver } from './feed-source.js';
import { openFeed } from './open-feed.js';
import { Pagination } from './pagination.js';
import { Ready } from './ready.js';
import type { FollowOptions, Room, RoomEvents } from './room.js';
import { RoomEmitter } from './room-emitter.js';
import type { RoomServices } from './room-services.js';
import { TypingSignal } from './typing-signal.js';

/** A room one has open, as a program sees it: what is known of it is the hub's. */
export class OpenRoom implements Room {
  private readonly changed: Listeners;
  private readonly emitter: RoomEmitter;
  private readonly typingSignal: TypingSignal;
  private readonly pagination: Pagination;
  private readonly entry = new Ready();
  /** As it was when it was closed. */
  private last: RoomSnapshot | null = null;

  constructor(
    readonly id: string,
    private readonly services: RoomServices,
  ) {
    const { connection, rest, onFault } = services;
    this.changed = new Listeners(onFault);
    this.emitter = new RoomEmitter(() => this.messages(), onFault);
    this.pagination = new Pagination(this, rest, [this.subscribe, connection.subscribe]);
    this.typingSignal = new TypingSignal((isTyping) => {
      // Lost news of typing is no loss.
      connection.request('typing', { roomId: id, isTyping }).catch(() => undefined);
    });
  }

  get ready(): Promise<void> {
    return this.entry.promise;
  }

  get state(): RoomSnapshot {
    const snapshot = this.last ?? this.services.hub.state.rooms.get(this.id)?.snapshot;
    if (!snapshot) throw ParleyError.roomClosed();
    return snapshot;
  }

  subscribe = (listener: () => void): (() => void) => this.changed.add(listener);

  on<N extends keyof RoomEvents>(name: N, listener: (...args: RoomEvents[N]) => void): () => void {
    return this.emitter.on(name, listener);
  }

  messages(options: FollowOptions = {}): AsyncGenerator<Message, void, undefined> {
    const { connection, rest } = this.services;
    const source = {
      state: () => this.state,
      connection: () => connection.state,
      isClosed: () => this.last !== null,
      sources: [this.subscribe, connection.subscribe],
      pageAfter: (seq: number) => rest.history(this.id, { after: seq, limit: LIMITS.historyPageMax }),
    };
    return openFeed(source, options);
  }

  send(message: string, { signal }: { signal?: AbortSignal } = {}): Sending {
    const { hub, connection, deliveries } = this.services;
    const clientId = newClientId();
    const done = deliveries.of(clientId);
    if (deliveries.areClosed) return { clientId, done };
    const queuedAt = connection.serverNow();
    this.typingSignal.onMessageSent();
    hub.dispatch({ type: 'write', outgoing: { clientId, roomId: this.id, message, queuedAt } });
    const withdraw = () => this.discard(clientId);
    signal?.addEventListener('abort', withdraw);
    done.catch(() => undefined).then(() => signal?.removeEventListener('abort', withdraw));
    if (signal?.aborted) withdraw();
    return { clientId, done };
  }

  retry(clientId: string): Sending | null {
    const { hub, deliveries } = this.services;
    if (!hub.state.outbox.unsettled.has(clientId)) return null;
    const done = deliveries.of(clientId);
    if (!deliveries.areClosed) hub.dispatch({ type: 'retry', roomId: this.id, clientId });
    return { clientId, done };
  }

  discard(clientId: string): void {
    this.services.hub.dispatch({ type: 'discard', roomId: this.id, clientId });
  }

  edit(seq: number, message: string): Promise<Message> {
    return this.amend(this.services.connection.request('edit_message', { roomId: this.id, seq, message }));
  }

  delete(seq: number): Promise<Message> {
    return this.amend(this.services.connection.request('delete_message', { roomId: this.id, seq }));
  }

  async react(seq: number, emoji: string, on: boolean): Promise<Reaction> {
    this.changeHistory((history) => reactOptimistically(history, seq, emoji, on));
    let answer: Reaction | null = null;
    try {
      answer = await this.services.connection.request('react', { roomId: this.id, seq, emoji, on });
      return answer;
    } finally {
      this.changeHistory((history) => settleReaction(history, { seq, emoji, on }, answer));
    }
  }

  async whoReacted(seq: number): Promise<ReactionList['reactions']> {
    const { reactions } = await this.services.connection.request('read_reactions', { roomId: this.id, seq });
    for (const { emoji, mine } of reactions)
      this.changeHistory((history) => setMine(history, seq, emoji, mine));
    return reactions;
  }

  loadOlder(limit: number = LIMITS.historyPage): Promise<void> {
    return this.pagination.loadOlder(limit);
  }

  loadNewer(limit: number = LIMITS.historyPage): Promise<void> {
    return this.pagination.loadNewer(limit);
  }

  loadAround(seq: number, limit: number = LIMITS.historyPageMax): Promise<boolean> {
    return this.pagination.loadAround(seq, limit);
  }

  showLatest(): void {
    this.pagination.showLatest();
  }

  messageAt(seq: number): Message | null {
    return messageAt(this.state.history, seq);
  }

  detach(keep: number): void {
    this.changeHistory((history) => detach(history, keep));
  }

  trim(keep: number): void {
    this.changeHistory((history) => trim(history, keep));
  }

  markRead(seq: number): void {
    this.services.hub.dispatch({ type: 'mark_read', roomId: this.id, seq });
  }

  typing(isTyping: boolean): void {
    this.typingSignal.set(isTyping);
  }

  close(): void {
    if (this.last) return;
    this.typingSignal.set(false);
    this.last = this.state;
    this.services.onClosed(this.id);
    this.services.hub.dispatch({ type: 'close_room', roomId: this.id });
    this.entry.settle(ParleyError.roomClosed());
    this.changed.emit();
  }

  async leave(): Promise<void> {
    await this.services.connection.request('leave_room', { roomId: this.id });
    this.close();
  }

  /** Throws when it will never be. */
  isEntered(): true | undefined {
    this.throwIfOver();
    return this.state.access.state === 'inside' || undefined;
  }

  /** Throws when nothing more will be heard of it. */
  throwIfOver(): void {
    if (this.last) throw ParleyError.roomClosed();
    throwIfOver(this.state.access, this.services.connection.state);
  }

  /** Nothing, when it is closed. */
  changeHistory(change: (history: RoomState) => RoomState): void {
    if (!this.last) this.services.hub.dispatch({ type: 'change_history', roomId: this.id, change });
  }

  showLoading(loading: { loadingOlder: boolean } | { loadingNewer: boolean }): void {
    if (!this.last) this.services.hub.dispatch({ type: 'show_loading', roomId: this.id, loading });
  }

  /** The state has changed: those who listen are told. */
  show(before: RoomSnapshot, after: RoomSnapshot): void {
    this.changed.emit();
    this.emitter.emitUpdates(before.history, after.history);
    this.emitter.emitReactions(before.history, after.history);
    this.emitter.emitTyping(before.people.typing, after.people.typing);
  }

  emit<N extends 'joined' | 'left'>(name: N, ...args: RoomEvents[N]): void {
    this.emitter.emit(name, ...args);
  }

  settleReady(error: ParleyError | null): void {
    this.entry.settle(error);
  }

  private async amend(answer: Promise<Message>): Promise<Message> {
    const message = await answer;
    this.changeHistory((history) => acknowledge(history, message));
    return message;
  }
}
