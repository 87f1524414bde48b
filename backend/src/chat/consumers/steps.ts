import type { Change } from '@parley/protocol';
import type { ChangePart, Span } from '../stores/consumer-queue.js';

/** Changes that are handled together, and how far the head moves with them. */
export interface Step extends Span {
  changes: readonly Change[];
}

/** A part as one step from where the head is. */
export function wholeStep(head: number, { changes, upto }: ChangePart): Step {
  return { from: head, to: upto, changes };
}

/** A part as a step for each change, so that one that fails holds up none before it. */
export function singleSteps(head: number, { changes, upto }: ChangePart): Step[] {
  return changes.map((change, i) => ({
    from: changes[i - 1]?.row.rev ?? head,
    to: i === changes.length - 1 ? upto : change.row.rev,
    changes: [change],
  }));
}
