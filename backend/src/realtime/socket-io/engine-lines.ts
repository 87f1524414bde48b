import type { IncomingMessage } from 'node:http';
import { ServerResponse } from 'node:http';
import { WebSocket } from 'ws';
import type { ClientAddresses } from '../../network/client-addresses.js';
import type { InputLimiter } from '../commands/input-limiter.js';
import type { ChatServer, ChatSocket, EngineLine } from './socket-io-connection.js';

export type EngineSocket = ChatSocket['conn'];

/**
 * Connections of Engine.IO, from their first request to their end. Socket.IO tells of those alone that are in a namespace;
 * one that never enters it, or leaves it, takes as much room.
 */
export class EngineLines {
  private readonly lines = new Map<string, EngineLine>();
  private readonly counts = new Map<string, number>();

  /** @param mostPerAddress in a namespace or not; null: as many as there are */
  constructor(
    private readonly addresses: ClientAddresses,
    private readonly input: InputLimiter,
    private readonly mostPerAddress: number | null,
  ) {}

  attach({ engine }: ChatServer): void {
    engine.on('connection', (conn: EngineSocket) => this.open(conn));
    engine.use((request: IncomingMessage, response: unknown, next: () => void) => {
      const line = this.lines.get(sidOf(request) ?? '');
      // An upgrade has no answer of HTTP.
      if (line && request.method === 'GET' && response instanceof ServerResponse) line.poll = response;
      next();
    });
  }

  /** Whether one more may open a connection from there. */
  mayOpen(request: IncomingMessage): boolean {
    if (this.mostPerAddress === null) return true;
    return (this.counts.get(this.addresses.of(request)) ?? 0) < this.mostPerAddress;
  }

  of(conn: EngineSocket): EngineLine {
    const line = this.lines.get(idOf(conn));
    if (!line) throw new Error('A connection of Engine.IO that never opened.');
    return line;
  }

  private open(conn: EngineSocket): void {
    const address = this.addresses.of(conn.request);
    const line: EngineLine = { address, entered: false, connection: null, poll: null };
    this.lines.set(idOf(conn), line);
    this.counts.set(address, (this.counts.get(address) ?? 0) + 1);
    conn.once('close', () => this.close(conn, address));
    const count = () => this.count(conn, line);
    conn.on('packet', count);
    countPings(conn.transport, count);
    conn.on('upgrade', (transport: unknown) => countPings(transport, count));
  }

  private close(conn: EngineSocket, address: string): void {
    this.lines.delete(idOf(conn));
    const left = (this.counts.get(address) ?? 0) - 1;
    if (left > 0) this.counts.set(address, left);
    else this.counts.delete(address);
  }

  private count(conn: EngineSocket, { connection }: EngineLine): void {
    const admitted = connection ? this.input.admit(connection) : this.input.admitUnknown(idOf(conn));
    if (admitted) return;
    // What else is in the same request, or was read at once, is not looked at.
    conn.removeAllListeners('packet');
    conn.removeAllListeners('data');
    // Behind the request it came with, which is answered first: ended in the middle of it, its connection would be cut.
    setImmediate(() => {
      if (connection) this.input.sendAway(connection);
      conn.close();
    });
  }
}

/** Engine.IO keeps it from its types, not from its users. */
function idOf(conn: EngineSocket): string {
  return String(Reflect.get(conn, 'id'));
}

function sidOf({ url = '' }: IncomingMessage): string | null {
  return new URLSearchParams(url.split('?')[1]).get('sid');
}

/** Those of WebSocket itself, which ws answers before Engine.IO hears of anything. */
function countPings(transport: unknown, count: () => void): void {
  const webSocket: unknown = Reflect.get(Object(transport), 'socket');
  if (webSocket instanceof WebSocket) webSocket.on('ping', count);
}
