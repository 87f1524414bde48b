import {
  type ChangeEventName,
  changeEventNames,
  changeKey,
  changeKindOf,
  type EventArgs,
  pageEffectOf,
} from '@parley/protocol';
import { type EncodedChange, encodeEvent } from './room-changes.js';

/** The state that a change left behind, and the event that tells it: of a message, whether it is new. */
export type ChangeState = {
  [E in ChangeEventName]: { event: E; row: EventArgs<E>[0] };
}[ChangeEventName];

export function encodeChange({ event, row }: ChangeState): EncodedChange {
  return encodeEvent(event, row);
}

/** In the order in which a catch-up tells them (`changeKinds`); those of one event keep theirs. */
export function inCatchUpOrder(changes: readonly ChangeState[]): ChangeState[] {
  return changeEventNames.flatMap((name) => changes.filter(({ event }) => event === name));
}

/** What changes left behind: the last state of each thing that changed, as the log would tell it. */
export function lastStates(events: readonly EncodedChange[]): ChangeState[] {
  const states = new Map<string, ChangeState>();
  for (const { name, json } of events) {
    const change = { event: name, row: JSON.parse(json.toString()) } as ChangeState;
    const key = keyOf(change);
    const before = states.get(key);
    // What is new stays among what is new, and in its order, however often it has changed since.
    if (before && pageEffectOf(before.event) === 'append') {
      states.set(key, { ...before, row: change.row } as ChangeState);
    } else {
      states.delete(key);
      states.set(key, change);
    }
  }
  return inCatchUpOrder([...states.values()]);
}

/** Rows of the same key are states of the same thing. */
function keyOf({ event, row }: ChangeState): string {
  const kind = changeKindOf(event);
  return kind === null ? event : `${kind} ${changeKey(kind, row)}`;
}
