import type { Cell } from './cell.js';

/** Whether nothing was lost, doubled or out of order, as far as it was promised. */
export function isRight({ checks, keeps }: Cell): boolean {
  // What only passes messages on may lose them: it is told, and no fault of the run.
  return keeps === 'nothing' || Object.values(checks).every((count) => count === 0);
}

/** Whether its figures may be compared. */
export function isValid({ doubts, figures }: Cell): boolean {
  return doubts.length === 0 && Object.keys(figures).length > 0;
}
