import { fileURLToPath } from 'node:url';
import { parleyDialect } from '../../src/target/parley-dialect.js';
import type { Target } from '../../src/target/target.js';
import { runServers } from '../target/run-servers.js';

const title = 'Socket.IO + Redis adapter';
const program = fileURLToPath(new URL('./server.js', import.meta.url));

/** What most chats on Node stand on. It speaks as Parley does, and keeps nothing. */
export const socketIo: Target = {
  name: 'socket-io',
  title,
  keeps: 'nothing',
  missing: async () => null,
  // Two instances number the same room, each by itself.
  dialect: { ...parleyDialect, placeOf: () => null },
  start: (environment, { instances }) =>
    runServers(environment, { title, program, database: 'postgres', instances, stored: async () => null }),
};
