import type { Backoff } from '../backoff.js';
import type { OutboxStorage } from './outbox-storage.js';

export interface OutboxOptions {
  storage?: OutboxStorage;
  /** How many messages of one room may be on their way at once. Above 1 the order is not kept when one fails. */
  width?: number;
  backoff?: Backoff;
}
