import { fileURLToPath } from 'node:url';
import { parleyDialect } from '../../src/target/parley-dialect.js';
import type { Target } from '../../src/target/target.js';
import { runServers } from '../target/run-servers.js';
import { TABLE } from './table.js';

const title = 'Socket.IO + TypeORM save()';
const program = fileURLToPath(new URL('./server.js', import.meta.url));
const database = 'usual_way';

/** Socket.IO and its Redis adapter with a transaction for each message: what a chat that keeps its messages usually does. */
export const usualWay: Target = {
  name: 'usual-way',
  title,
  keeps: 'disk',
  missing: async () => null,
  // Messages of a room have a place among all messages, and transactions that overlap end in any order.
  dialect: { ...parleyDialect, placeOf: () => null },
  start: (environment, { instances }) =>
    runServers(environment, {
      title,
      program,
      database,
      instances,
      stored: (rooms) =>
        environment.postgres.with(async (client) => {
          const text = `SELECT count(*) FROM ${TABLE} WHERE "roomId" = ANY($1)`;
          const { rows } = await client.query<{ count: number }>(text, [rooms]);
          return rows[0]?.count ?? 0;
        }, database),
    }),
};
