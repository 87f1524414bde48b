import type { Message } from '@parley/protocol';
import { Listeners } from '../listeners.js';
import type { RoomPeople } from '../room/room-people.js';
import type { RoomState } from '../room/room-state.js';
import type { RoomEvents } from './room.js';

/** Who listens to what happens in one room. */
export class RoomEmitter {
  private readonly listeners: { readonly [N in keyof RoomEvents]: Listeners<RoomEvents[N]> };
  private isFollowing = false;

  constructor(
    private readonly follow: () => AsyncIterable<Message>,
    private readonly onFault: (error: unknown) => void,
  ) {
    this.listeners = {
      message: new Listeners(onFault),
      updated: new Listeners(onFault),
      reaction: new Listeners(onFault),
      joined: new Listeners(onFault),
      left: new Listeners(onFault),
      typing: new Listeners(onFault),
    };
  }

  on<N extends keyof RoomEvents>(name: N, listener: (...args: RoomEvents[N]) => void): () => void {
    const stop = this.listeners[name].add(listener);
    if (name === 'message' && !this.isFollowing) void this.emitMessages();
    return stop;
  }

  emit<N extends 'joined' | 'left'>(name: N, ...args: RoomEvents[N]): void {
    this.listeners[name].emit(...args);
  }

  /** Whatever brought them: an event, an answer, a catch-up. */
  emitUpdates(before: RoomState, now: RoomState): void {
    if (this.listeners.updated.isEmpty) return;
    this.emitUpdatesIn(before.messages, now.messages);
    if (before.view.kind === 'past' && now.view.kind === 'past')
      this.emitUpdatesIn(before.view.messages, now.view.messages);
  }

  /** Those that are newer than what was known before: not what an older page brings. */
  emitReactions(before: RoomState, now: RoomState): void {
    if (this.listeners.reaction.isEmpty || before.reactions === now.reactions || !before.head) return;
    for (const [seq, rows] of now.reactions) {
      const known = before.reactions.get(seq);
      if (rows === known) continue;
      for (const row of rows.values()) {
        if (row.rev > Math.max(before.head.rev, known?.get(row.emoji)?.rev ?? 0))
          this.listeners.reaction.emit(row);
      }
    }
  }

  private emitUpdatesIn(before: readonly Message[], now: readonly Message[]): void {
    if (before === now) return;
    const revs = new Map(before.map(({ seq, rev }) => [seq, rev]));
    for (const message of now) {
      if (message.rev > (revs.get(message.seq) ?? message.rev)) this.listeners.updated.emit(message);
    }
  }

  /** Typing also ends in silence: what is told is who types now and did not, and the other way round. */
  emitTyping(before: RoomPeople['typing'], now: RoomPeople['typing']): void {
    const among = (typing: RoomPeople['typing'], id: string) => typing.some(({ userId }) => userId === id);
    for (const { userId, username } of before) {
      if (!among(now, userId)) this.listeners.typing.emit({ userId, username }, false);
    }
    for (const { userId, username } of now) {
      if (!among(before, userId)) this.listeners.typing.emit({ userId, username }, true);
    }
  }

  private async emitMessages(): Promise<void> {
    this.isFollowing = true;
    try {
      for await (const message of this.follow()) this.listeners.message.emit(message);
    } catch (error) {
      this.onFault(error);
    } finally {
      this.isFollowing = false;
    }
  }
}
