import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { ClientAddresses } from '../../network/client-addresses.js';
import type { Reader } from './reader.js';
import { takenBytes } from './taken-bytes.js';
import type { UnreadMonitor } from './unread-monitor.js';

interface Options {
  /** Who asks, where that is known by now. */
  callerOf(request: IncomingMessage): { id: string } | null;
  log(line: string): void;
}

/** The readers of the answers of an HTTP server: pages of history, exports, events, files of the page, polls. */
export class HttpReaders {
  constructor(
    private readonly monitor: UnreadMonitor,
    private readonly addresses: ClientAddresses,
    private readonly options: Options,
  ) {}

  /** Behind whatever else takes its requests: Engine.IO puts itself before all listeners it finds. */
  attach(server: Server): void {
    const readers = new WeakMap<Socket, HttpReader>();
    server.on('connection', (socket: Socket) => {
      // One whose offer to upgrade it was ignored comes once more.
      const known = readers.get(socket);
      if (known) return this.monitor.add(known);
      const reader = new HttpReader(socket, this.addresses, this.options);
      readers.set(socket, reader);
      this.monitor.add(reader);
      socket.once('close', () => this.monitor.remove(reader));
    });
    server.on('request', (request) => {
      const reader = readers.get(request.socket);
      if (reader) reader.request = request;
    });
    // From here on it is a websocket, which is a connection of its own. Before the other listeners: one that ignores the
    // offer tells of the connection again, within its own turn.
    server.prependListener('upgrade', ({ socket }: IncomingMessage) => {
      const reader = readers.get(socket);
      if (reader) this.monitor.remove(reader);
    });
  }
}

/** A connection of HTTP, with the last request that came on it. */
class HttpReader implements Reader {
  request: IncomingMessage | null = null;

  constructor(
    private readonly socket: Socket,
    private readonly addresses: ClientAddresses,
    private readonly options: Options,
  ) {}

  get unread(): number {
    return this.socket.writableLength;
  }

  get taken(): number {
    return takenBytes(this.socket);
  }

  get person(): string | null {
    return (this.request && this.options.callerOf(this.request)?.id) ?? null;
  }

  get address(): string {
    return this.addresses.of(this.request ?? { headers: {}, socket: this.socket });
  }

  cutOff(why: string): void {
    this.options.log(`${this.address} is cut off: ${why}`);
    this.socket.destroy();
  }
}
