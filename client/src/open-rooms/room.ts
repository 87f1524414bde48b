import type { Message, Reaction, ReactionList, RoomUser } from '@parley/protocol';
import type { RoomSnapshot, Sending } from '../room/room-snapshot.js';

/** What one can listen to in a room, and what a listener is given. */
export interface RoomEvents {
  /**
   * A user said something, I too. Each message once, in its order, and none left out: what was said while the
   * connection was lost comes when it is back.
   */
  message: [message: Message];
  /** A message the room holds was edited, or deleted: then it has `deletedAt` and no text. */
  updated: [message: Message];
  /** A reaction to a message was made or taken back: how it stands now. With a count of 0 it is gone. */
  reaction: [reaction: Reaction];
  /** A user began to watch the room. */
  joined: [user: RoomUser];
  /** A user watches it no more. */
  left: [user: RoomUser];
  /** Another user types, or stopped. */
  typing: [user: RoomUser, isTyping: boolean];
}

export interface FollowOptions {
  /** Begin after this message, by its seq; 0 begins with the first one ever. Without it, only what is said from now on. */
  after?: number;
  /** Ends it: the loop throws the signal's reason. */
  signal?: AbortSignal;
}

/** A room one has open: what is said in it, who is there, and what one says oneself. */
export interface Room {
  readonly id: string;
  /** What there is to show. A new object with every change, so that it fits `useSyncExternalStore`. */
  readonly state: RoomSnapshot;
  /** Settles with the first entry: rejects with a ParleyError when the server does not let me in. */
  readonly ready: Promise<void>;

  /** Calls back after every change of `state`. Returns what ends it. */
  subscribe: (listener: () => void) => () => void;

  /** Listens. Returns what ends it. A listener that throws is told to `onFault` and called again the next time. */
  on<N extends keyof RoomEvents>(name: N, listener: (...args: RoomEvents[N]) => void): () => void;

  /**
   * The messages of the room one by one, each once, in order, none left out, for `for await`. A reader that takes its
   * time misses nothing; what was deleted meanwhile comes with `deletedAt` and without its text. Ends when the room is closed; throws a ParleyError when the room is no longer mine to see, or
   * when the connection has ended for good.
   */
  messages(options?: FollowOptions): AsyncGenerator<Message, void, undefined>;

  /**
   * Says something: it is in `state.history.pending` at once, and is sent until it is certain what became of it.
   * Aborting the signal withdraws it, as `discard` does.
   */
  send(message: string, options?: { signal?: AbortSignal }): Sending;
  /** Sends a failed message again; null when there is no such message. */
  retry(clientId: string): Sending | null;
  /** Deletes a message that was not sent. One that is on its way may arrive all the same. */
  discard(clientId: string): void;

  /**
   * Gives a message of mine another text. Resolves to it as it stands then. Throws ParleyError: `forbidden` for others'
   * and deleted ones; after `unavailable` or a lost connection it may or may not be done, and may be done again.
   */
  edit(seq: number, message: string): Promise<Message>;
  /** Takes the text of a message away for everybody, for ever: of one of mine, or of any where I own the room. */
  delete(seq: number): Promise<Message>;

  /**
   * Reacts to a message with an emoji, or takes that back. It is shown at once (`reactionsOn(state.history, seq)`), and
   * resolves to the reaction as it stands then. Throws ParleyError; doing it again is harmless.
   */
  react(seq: number, emoji: string, on: boolean): Promise<Reaction>;
  /** The reactions to a message with the users who made them. Throws ParleyError. */
  whoReacted(seq: number): Promise<ReactionList['reactions']>;

  /** Loads the page before the oldest message that is shown (`shownOf(state.history)`). Throws ParleyError. */
  loadOlder(limit?: number): Promise<void>;
  /** Loads the page behind the newest message that is shown, where those are of the past. Throws ParleyError. */
  loadNewer(limit?: number): Promise<void>;
  /**
   * Shows the part of the history around a message, by one page wherever it is; what is said is heard and kept all the
   * while. Where the room has not heard so far, it waits until it has. False: there is no such message. Throws ParleyError;
   * `withdrawn` when another part was asked for meanwhile.
   */
  loadAround(seq: number, limit?: number): Promise<boolean>;
  /** Shows the newest messages again. */
  showLatest(): void;
  /** A message that is known here. Null: it must be loaded. */
  messageAt(seq: number): Message | null;
  /** Forgets what lies between the oldest messages, which are shown on, and the newest `keep`. */
  detach(keep: number): void;
  /** Forgets all messages of `state` but the newest `keep`; `loadOlder` brings them again. Readers of `messages` miss none. */
  trim(keep: number): void;
  /** I have read up to this seq. It only moves forward. */
  markRead(seq: number): void;
  /** I am typing, or stopped. May be called at every key. */
  typing(isTyping: boolean): void;

  /** Stops listening to the room. My membership stays. */
  close(): void;
  /** Ends my membership, then closes. Throws ParleyError. */
  leave(): Promise<void>;
}
