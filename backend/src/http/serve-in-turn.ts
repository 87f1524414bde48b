import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** So many requests of one connection, with headers of up to 16 KiB each, may wait for their turn. Browsers and proxies send none ahead. */
const AHEAD_AT_MOST = 16;

interface Turn {
  request: IncomingMessage;
  response: ServerResponse;
}
type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Serves the requests of one connection one after the other. Node.js hands over what was sent ahead (pipelining) at once,
 * and tells a response that still waits for its turn nothing of a connection that ends: what it had opened, a file, an
 * export, a stream of events, would stay open for good.
 *
 * Behind everything else that listens: it takes its place.
 */
export function serveInTurn(server: Server): void {
  const listeners = server.listeners('request') as Listener[];
  server.removeAllListeners('request');
  /** What waits, of each connection on which a request is being served. */
  const waiting = new WeakMap<Socket, Turn[]>();

  const serve = ({ request, response }: Turn) => {
    response.once('close', () => next(request.socket));
    for (const listener of listeners) listener.call(server, request, response);
  };
  const next = (socket: Socket) => {
    const turn = waiting.get(socket)?.shift();
    if (turn?.response.socket) return serve(turn);
    waiting.delete(socket);
    // A response without a socket has nowhere to go: the connection has ended, or ends behind the last answer.
    if (turn) socket.destroySoon();
  };
  server.on('request', (request, response) => {
    const turns = waiting.get(request.socket);
    if (!turns) {
      waiting.set(request.socket, []);
      serve({ request, response });
    } else if (turns.length < AHEAD_AT_MOST) turns.push({ request, response });
    else request.socket.destroy();
  });
}
