import type { Server } from 'node:http';

/** Connections that come in one breath wait here; what Parley takes, too. */
const BACKLOG = 4096;
/** Said once, when it can be used. */
export const READY = 'Peer is ready';

/** Listens, says so, and ends in order on SIGTERM. */
export function serve(server: Server, port: number, close: () => Promise<unknown>): void {
  server.listen({ port, host: '127.0.0.1', backlog: BACKLOG }, () => console.log(READY));
  process.once('SIGTERM', () => {
    void close().then(() => process.exit(0));
  });
}
