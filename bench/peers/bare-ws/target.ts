import { fileURLToPath } from 'node:url';
import type { Target } from '../../src/target/target.js';
import { runServers } from '../target/run-servers.js';
import { bareWsDialect } from './dialect.js';

const title = 'bare ws + Redis';
const program = fileURLToPath(new URL('./server.js', import.meta.url));

/** The floor: what Node needs for one write to each socket, with nothing around it. */
export const bareWs: Target = {
  name: 'bare-ws',
  title,
  keeps: 'nothing',
  missing: async () => null,
  dialect: bareWsDialect,
  start: (environment, { instances }) =>
    runServers(environment, { title, program, database: 'postgres', instances, stored: async () => null }),
};
