import { Store } from '../../lib/store/store.js';

export interface Toast {
  readonly id: number;
  readonly text: string;
  /** Who it is about, in bold before the text. */
  readonly who?: string;
  /** What a click does. */
  readonly onOpen?: () => void;
}

/** More would be a wall. */
const SHOWN_AT_MOST = 3;

/** The toasts on the page, the newest last. */
export const toasts = new Store<readonly Toast[]>([]);
let lastId = 0;

export function toast(what: Omit<Toast, 'id'>): void {
  lastId += 1;
  toasts.set([...toasts.state, { ...what, id: lastId }].slice(-SHOWN_AT_MOST));
}

export function dismiss(id: number): void {
  toasts.set(toasts.state.filter((one) => one.id !== id));
}
