import { type AnyChange, qualifiedEmoji, type Reaction } from '@parley/protocol';
import { reduce } from './reducers.js';
import type { RoomState } from './room-state.js';

/** A reaction as it is shown: with what I wish, before the server has answered. */
export interface ShownReaction {
  emoji: string;
  count: number;
  /** I have made it, as far as is known. */
  mine: boolean;
  /** Some of the users, the latest first. */
  userIds: readonly string[];
}

/** What is to be shown under a message, in the order in which the reactions were first made. */
export function reactionsOn(
  { me, reactions, reacting }: Pick<RoomState, 'me' | 'reactions' | 'reacting'>,
  seq: number,
): ShownReaction[] {
  const known = [...(reactions.get(seq)?.values() ?? [])].sort((a, b) => a.firstRev - b.firstRev);
  const wishes = reacting.get(seq) ?? new Map<string, boolean>();
  const shown = known.map(({ emoji, count, userIds, mine }) => {
    const wish = wishes.get(emoji) ?? mine;
    return { emoji, count: count + Number(wish) - Number(mine), mine: wish, userIds };
  });
  for (const [emoji, on] of wishes) {
    if (on && !reactions.get(seq)?.has(emoji)) shown.push({ emoji, count: 1, mine: true, userIds: [me] });
  }
  return shown.filter(({ count }) => count > 0);
}

/** I press a reaction: it is shown at once. */
export function reactOptimistically(state: RoomState, seq: number, emoji: string, on: boolean): RoomState {
  const wishes = new Map(state.reacting.get(seq)).set(qualifiedEmoji(emoji), on);
  return { ...state, reacting: new Map(state.reacting).set(seq, wishes) };
}

/** The server has answered, with the reaction as it stands or with a refusal. */
export function settleReaction(
  state: RoomState,
  { seq, emoji, on }: { seq: number; emoji: string; on: boolean },
  answer: Reaction | null,
): RoomState {
  const wishes = new Map(state.reacting.get(seq));
  wishes.delete(qualifiedEmoji(emoji));
  const reacting = new Map(state.reacting);
  if (wishes.size > 0) reacting.set(seq, wishes);
  else reacting.delete(seq);
  const settled = { ...state, reacting };
  if (!answer) return settled;
  return setMine(reduce(settled, { kind: 'reaction', row: answer }), seq, answer.emoji, on);
}

/** The server has said whether a reaction is mine. */
export function setMine(state: RoomState, seq: number, emoji: string, mine: boolean): RoomState {
  const row = state.reactions.get(seq)?.get(emoji);
  if (!row || row.mine === mine) return state;
  const rows = new Map(state.reactions.get(seq)).set(emoji, { ...row, mine });
  return { ...state, reactions: new Map(state.reactions).set(seq, rows) };
}

/** What stands beside the messages of a page. */
export function putAnnexes(state: RoomState, annexes: readonly AnyChange[] = []): RoomState {
  return annexes.reduce(reduce, state);
}

/** What was heard after a rev: a page that stands for it tells all the rest. */
export function changedAfter(reactions: RoomState['reactions'], rev: number): RoomState['reactions'] {
  const later = [...reactions].map(
    ([seq, rows]) => [seq, new Map([...rows].filter(([, row]) => row.rev > rev))] as const,
  );
  return new Map(later.filter(([, rows]) => rows.size > 0));
}
