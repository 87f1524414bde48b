import type { Dialect } from '../dialect.js';

export const socketIoDialect: Dialect = { frame: packetOf };

/** Socket.IO's packet of an event in the main namespace: type 2, then a JSON array of its name and arguments. */
export function packetOf(name: string, args: readonly string[]): string {
  return `2["${name}",${args.join(',')}]`;
}
