import { randomUUID } from 'node:crypto';
import type { Message } from '@parley/protocol';
import { Redis } from 'ioredis';
import { DataSource } from 'typeorm';
import { readDatabase, readEnvironment } from '../server/environment.js';
import { serveSocketIo } from '../server/serve-socket-io.js';
import { messageTable } from './message-table.js';

/** As long as Parley's hot list. */
const KEPT = 100;
/** With more of them it stores faster; PostgreSQL has 100 as it comes, and three instances share them. */
const CONNECTIONS = 30;

const environment = readEnvironment();
const database = new DataSource({
  type: 'postgres',
  ...readDatabase(),
  entities: [messageTable],
  synchronize: true,
  poolSize: CONNECTIONS,
});
await database.initialize();
const messages = database.getRepository(messageTable);
const redis = new Redis(environment.redisUrl);

/** What a server written by hand does: a row in its own transaction, the newest in a list of Redis, then everybody. */
serveSocketIo(
  environment,
  async ({ userId, username }, { roomId, message, clientId = randomUUID() }) => {
    const row = await messages.save({ roomId, message, clientId, userId, username });
    const { id, createdAt } = row;
    const seq = Number(row.seq);
    const timestamp = createdAt.getTime();
    const stored: Message = { id, roomId, seq, rev: seq, clientId, userId, username, message, timestamp };
    const list = `usual-way:history:${roomId}`;
    await redis.multi().rpush(list, JSON.stringify(stored)).ltrim(list, -KEPT, -1).exec();
    return stored;
  },
  async () => {
    await Promise.all([database.destroy(), redis.quit()]);
  },
);
