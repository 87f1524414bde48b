import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Input } from '@parley/protocol';
import type { WebSocket } from 'ws';
import type { ClientAddresses } from '../../chat/client-addresses.js';
import type { CommandRouter } from '../command-router.js';
import type { FanOut } from '../fan-out.js';
import type { Flusher } from '../flusher.js';
import type { Welcome } from '../welcome.js';
import { WsConnection } from './ws-connection.js';
import type { WsFrames } from './ws-frames.js';

interface Options {
  guests: boolean;
  log(line: string): void;
}

/** Plain WebSockets come and go here. */
export class WsGateway {
  constructor(
    private readonly router: CommandRouter,
    private readonly frames: WsFrames,
    private readonly welcome: Welcome,
    private readonly fanOut: FanOut,
    private readonly flusher: Flusher,
    private readonly addresses: ClientAddresses,
    private readonly options: Options,
  ) {}

  accept(socket: WebSocket, request: IncomingMessage): void {
    const address = this.addresses.of(request);
    const connection = new WsConnection(socket, address, this.flusher, this.options.log);
    socket.on('message', (data, isBinary) => {
      // Whoever was told goodbye may take a while to go, and is nobody in the meantime.
      if (connection.open) this.frames.receive(connection, data, isBinary);
    });
    socket.on('close', () => this.welcome.seeOff(connection));
    socket.on('error', ({ message }) => this.options.log(`${address} is closed: ${message}`));
    this.welcome.receive(connection);
    const entry = connection.open ? this.entryOf(request) : null;
    // Frames that come meanwhile wait.
    if (entry) {
      this.router.receive(connection, 'authenticate', [entry], (reply) => {
        if (!reply.ok)
          this.fanOut.dismiss(connection, { ...reply.error, afterMs: reply.error.retryAfterMs ?? 0 });
      });
    }
  }

  /** By its token, else as a guest at once; null for one that will say who it is in its first frame. */
  private entryOf({ headers, url = '' }: IncomingMessage): Input<'authenticate'> | null {
    const [, token] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
    if (token !== undefined) return { token };
    const wanted = new URLSearchParams(url.split('?')[1]).get('guest') !== 'off';
    return this.options.guests && wanted ? { username: `guest-${randomBytes(3).toString('hex')}` } : null;
  }
}
