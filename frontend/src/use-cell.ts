import { useSyncExternalStore } from 'react';
import type { Cell } from './cell.js';

/** What the cell holds now, drawn in the same breath: a control must not spring back for a frame. */
export function useCell<T>(cell: Cell<T>): T {
  return useSyncExternalStore(cell.subscribe, () => cell.state);
}
