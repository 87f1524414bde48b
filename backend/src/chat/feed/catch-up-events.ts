import { pageEffectOf } from '@parley/protocol';
import { encodeChange, inCatchUpOrder } from '../changes/change-states.js';
import type { EncodedChange } from '../changes/room-changes.js';
import type { Delta } from '../stores/message-log.js';

/**
 * What a catch-up tells of all that changed above a rev.
 *
 * @param lastSeq of the newest message that was told already: one up to it is told as changed, not as new
 */
export function catchUpEvents({ changes }: Delta, above: number, lastSeq = 0): EncodedChange[] {
  const news = changes.filter(({ row }) => row.rev > above);
  const known = news.map((change) =>
    change.event === 'message' && change.row.seq <= lastSeq
      ? { event: 'message_updated' as const, row: change.row }
      : change,
  );
  return inCatchUpOrder(known).map(encodeChange);
}

/**
 * A part of a catch-up without what a part before it told already, for readers that hear one after the other. A message
 * that was edited since it was stored is in the part of its storing, as it is now, and in that of its edit; a membership that
 * ended is in all up to its end.
 *
 * @param told the revs above the parts so far; takes up those of this part
 */
export function withoutDuplicates(delta: Delta, told: Set<number>): Delta {
  const changes = delta.changes.filter(
    ({ event, row }) => pageEffectOf(event) === 'append' || !told.has(row.rev),
  );
  for (const { row } of changes) if (row.rev > delta.head.rev) told.add(row.rev);
  return { ...delta, changes };
}
