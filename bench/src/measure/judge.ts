import type { Cell } from './cell.js';

/** Whether nothing was lost, doubled or out of order, as far as it was promised. */
export function isRight({ checks, target }: Cell): boolean {
  // Others promise less: what they lose or tell out of order is shown, and no fault of the run.
  return target !== OURS || Object.values(checks).every((count) => count === 0);
}
const OURS = 'parley';

/** Whether its figures may be compared. */
export function isValid({ doubts, figures }: Cell): boolean {
  return doubts.length === 0 && Object.keys(figures).length > 0;
}
