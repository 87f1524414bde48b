import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Input } from '@parley/protocol';
import type { WebSocket } from 'ws';
import type { ClientAddresses } from '../../network/client-addresses.js';
import type { CommandRouter } from '../commands/command-router.js';
import type { InputLimiter } from '../commands/input-limiter.js';
import type { WriteScheduler } from '../connection/write-scheduler.js';
import type { FanOut } from '../delivery/fan-out.js';
import type { ConnectionLifecycle } from '../lifecycle/connection-lifecycle.js';
import { WsConnection } from './ws-connection.js';
import type { WsFrames } from './ws-frames.js';

interface Options {
  guests: boolean;
  log(line: string): void;
}

/** Plain WebSockets come and go here. */
export class WsAcceptor {
  constructor(
    private readonly router: CommandRouter,
    private readonly frames: WsFrames,
    private readonly lifecycle: ConnectionLifecycle,
    private readonly fanOut: FanOut,
    private readonly writes: WriteScheduler,
    private readonly addresses: ClientAddresses,
    private readonly input: InputLimiter,
    private readonly options: Options,
  ) {}

  accept(socket: WebSocket, request: IncomingMessage): void {
    const address = this.addresses.of(request);
    const connection = new WsConnection(socket, address, this.writes, this.options.log);
    socket.on('message', (data, isBinary) => {
      // A client that was told goodbye may take a while to go, and has no user in the meantime.
      if (connection.open && this.admits(connection)) this.frames.receive(connection, data, isBinary);
    });
    socket.on('ping', () => this.admits(connection));
    socket.on('close', () => {
      this.lifecycle.close(connection);
      this.lifecycle.release(connection);
    });
    socket.on('error', ({ message }) => this.options.log(`${address} is closed: ${message}`));
    this.lifecycle.open(connection);
    const entry = connection.open ? this.entryOf(request) : null;
    // Frames that come meanwhile wait.
    if (entry) {
      this.router.receive(connection, 'authenticate', [entry], (reply) => {
        if (!reply.ok)
          this.fanOut.dismiss(connection, { ...reply.error, afterMs: reply.error.retryAfterMs ?? 0 });
      });
    }
  }

  private admits(connection: WsConnection): boolean {
    const admitted = this.input.admit(connection);
    if (!admitted) this.input.sendAway(connection);
    return admitted;
  }

  /** By its token, else as a guest at once; null for one that will say who it is in its first frame. */
  private entryOf({ headers, url = '' }: IncomingMessage): Input<'authenticate'> | null {
    const [, token] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
    if (token !== undefined) return { token };
    const wanted = new URLSearchParams(url.split('?')[1]).get('guest') !== 'off';
    return this.options.guests && wanted ? { username: `guest-${randomBytes(3).toString('hex')}` } : null;
  }
}
