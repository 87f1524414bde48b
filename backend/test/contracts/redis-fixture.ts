import { afterAll, afterEach, beforeAll } from '@jest/globals';
import type { Cluster, Redis } from 'ioredis';
import { RedisConnections } from '../../src/adapters/redis/connections.js';
import { RedisServer } from '../support/redis.js';

/** A Redis for the tests of one file, emptied after each of them, and connections of as many instances as wanted. */
export class RedisFixture {
  private opened: RedisConnections[] = [];
  private running: RedisServer | null = null;

  constructor() {
    beforeAll(async () => {
      this.running = await RedisServer.start();
    });
    afterEach(async () => {
      if (!this.server.running) await this.server.restart();
      await (await this.instance()).flushall();
      for (const connections of this.opened) connections.close();
      this.opened = [];
    });
    afterAll(() => this.running?.kill());
  }

  get server(): RedisServer {
    if (this.running === null) throw new Error('Redis runs only inside the tests');
    return this.running;
  }

  /** The connection for commands of one more application instance. */
  async instance(): Promise<Redis | Cluster> {
    const connections = new RedisConnections({ url: this.server.url }, () => {});
    this.opened.push(connections);
    await connections.ready(5_000);
    return connections.commands;
  }
}
