import type { Message } from '@parley/protocol';
import { Listeners } from '../listeners.js';
import type { RoomEvents } from './room.js';
import type { RoomPeople } from './room-people.js';

/** Who listens to what happens in one room. */
export class RoomEar {
  private readonly listeners: { readonly [N in keyof RoomEvents]: Listeners<RoomEvents[N]> };
  private isFollowing = false;

  constructor(
    private readonly follow: () => AsyncIterable<Message>,
    private readonly onFault: (error: unknown) => void,
  ) {
    this.listeners = {
      message: new Listeners(onFault),
      updated: new Listeners(onFault),
      joined: new Listeners(onFault),
      left: new Listeners(onFault),
      typing: new Listeners(onFault),
    };
  }

  on<N extends keyof RoomEvents>(name: N, listener: (...args: RoomEvents[N]) => void): () => void {
    const stop = this.listeners[name].add(listener);
    if (name === 'message' && !this.isFollowing) void this.tellMessages();
    return stop;
  }

  tell<N extends 'joined' | 'left'>(name: N, ...args: RoomEvents[N]): void {
    this.listeners[name].tell(...args);
  }

  /** Whatever brought them: an event, an answer, a catch-up. */
  tellUpdates(before: readonly Message[], now: readonly Message[]): void {
    if (this.listeners.updated.isEmpty || before === now) return;
    const revs = new Map(before.map(({ seq, rev }) => [seq, rev]));
    for (const message of now) {
      if (message.rev > (revs.get(message.seq) ?? message.rev)) this.listeners.updated.tell(message);
    }
  }

  /** Typing also ends in silence: what is told is who types now and did not, and the other way round. */
  tellTyping(before: RoomPeople['typing'], now: RoomPeople['typing']): void {
    const among = (typing: RoomPeople['typing'], id: string) => typing.some(({ userId }) => userId === id);
    for (const { userId, username } of before) {
      if (!among(now, userId)) this.listeners.typing.tell({ userId, username }, false);
    }
    for (const { userId, username } of now) {
      if (!among(before, userId)) this.listeners.typing.tell({ userId, username }, true);
    }
  }

  private async tellMessages(): Promise<void> {
    this.isFollowing = true;
    try {
      for await (const message of this.follow()) this.listeners.message.tell(message);
    } catch (error) {
      this.onFault(error);
    } finally {
      this.isFollowing = false;
    }
  }
}
