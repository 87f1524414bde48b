import type { Head, Reaction, ReactionList } from '@parley/protocol';

export interface ReactionWish {
  roomId: string;
  seq: number;
  userId: string;
  emoji: string;
  /** Put it there, or take it away. */
  on: boolean;
}

/**
 * `same`: it stands like that already. `deleted`: the message was.
 * `too_many`: it has LIMITS.reactionKinds of other kinds.
 */
export type Reacted =
  | { outcome: 'changed' | 'same'; reaction: Reaction; head: Head; lastSeq: number }
  | { outcome: 'no_message' | 'deleted' | 'too_many' };

/** Who has reacted to which message with what. One user makes each reaction once. */
export abstract class ReactionStore {
  /**
   * Makes a reaction or takes it back, durably and with a rev; that is up to the caller to tell. `stale`: the user's right to
   * react does not hold any more, and nothing was done. Null without such a room.
   * Rejects with `unavailable` when it was perhaps stored: doing it again is harmless.
   */
  abstract react(wish: ReactionWish): Promise<Reacted | 'stale' | null>;

  /** The reactions to a message in their order, as one user sees them, with LIMITS.reactionNames users each. */
  abstract of(roomId: string, seq: number, userId: string): Promise<ReactionList['reactions']>;
}
