import pg from 'pg';
import type { DatabaseHealth } from './database-health.js';

/**
 * Neither the pool nor TypeORM listens in the moment between a handshake and the first query. An error there, of a
 * connection that PostgreSQL ends as soon as it stands, would end the process. It shows in that query, too.
 */
export class EnduringClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}

/** Clients that tell of each error the server answers, whatever was asked. What succeeds costs nothing. */
export function clientHeardBy(health: DatabaseHealth): typeof EnduringClient {
  return class extends EnduringClient {
    constructor(config?: string | pg.ClientConfig) {
      super(config);
      this.connection.on('errorMessage', ({ code }: { code?: unknown }) => health.heard(String(code)));
    }
  };
}
