import type { ChangeEventName, EventArgs } from '@parley/protocol';
import type { ChangeState } from '../../src/chat/changes/change-states.js';

/** What a catch-up tells by one kind of event; nothing without a catch-up. */
export function rowsOf<E extends ChangeEventName>(
  delta: { changes: readonly ChangeState[] } | null | undefined,
  event: E,
): EventArgs<E>[0][] {
  const told = delta?.changes.filter((change) => change.event === event) ?? [];
  return told.map(({ row }) => row as EventArgs<E>[0]);
}
