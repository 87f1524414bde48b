import type { Dialect } from '../dialect.js';

/** Socket.IO's packet of an event in the main namespace: type 2, then a JSON array of its name and arguments. */
export const socketIoDialect: Dialect = {
  frame: (event, args) => `2["${event}",${args.join(',')}]`,
};
