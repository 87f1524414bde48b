declare const opened: unique symbol;

/**
 * A transaction of PostgreSQL that is open. The rules hand it on from the store that opened it to another, so that what both
 * write is committed together or not at all.
 */
export interface Transaction {
  readonly [opened]: true;
}
