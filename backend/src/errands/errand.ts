import type { PostgresSource } from '../adapters/postgres/data-source.js';

/** Does it, and answers what is to be said. */
export type Work = (source: PostgresSource) => Promise<string>;

/** Something an administrator does with the database alone, beside running instances or without any. */
export interface Errand {
  /** The words behind its verb. */
  takes: string;
  /** Null when the words are none that it takes. */
  prepare(words: readonly string[]): Work | null;
}
