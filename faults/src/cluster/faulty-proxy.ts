import { once } from 'node:events';
import { createServer, connect as dial, type Server, type Socket } from 'node:net';
import { ProxiedConnection } from './proxied-connection.js';

/** How a proxy is: everything may be changed while it is used. */
export interface Condition {
  /** `open`: all passes. `cut`: no connection gets in. `jammed`: connections are made, and nothing moves on any. */
  state: 'open' | 'cut' | 'jammed';
  /** How long each piece takes, ms. */
  delayMs: number;
  /** Bytes a millisecond in each direction; Infinity for as many as there are. */
  bytesPerMs: number;
  /** What comes back from the target gets lost; the other direction passes. */
  swallows: boolean;
  /** What comes back from the target is not read: it piles up there. */
  stalls: boolean;
}

const FINE: Condition = {
  state: 'open',
  delayMs: 0,
  bytesPerMs: Number.POSITIVE_INFINITY,
  swallows: false,
  stalls: false,
};

/** A proxy over TCP to a port of this machine, and all that may happen to it. */
export class FaultyProxy {
  condition: Condition = { ...FINE };
  private readonly connections = new Set<ProxiedConnection>();

  private constructor(
    private readonly server: Server,
    readonly port: number,
    private readonly target: number,
    private readonly options: { websockets: boolean },
  ) {}

  /** `websockets: false`: as behind a proxy that does not know them. */
  static async to(target: number, options = { websockets: true }): Promise<FaultyProxy> {
    const server = createServer({ allowHalfOpen: true }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('A TCP server without a port.');
    const proxy = new FaultyProxy(server, address.port, target, options);
    server.on('connection', (near) => proxy.enter(near));
    return proxy;
  }

  /** How many connections pass now. */
  get traffic(): number {
    return this.connections.size;
  }

  /** Ends what passes; new connections are refused until the proxy is mended. */
  cut(): void {
    this.change({ state: 'cut' });
    this.reset();
  }

  /** Nothing moves and nothing ends, as behind a pulled cable. */
  jam(): void {
    this.change({ state: 'jammed' });
  }

  /** Ends what passes, as a router does that was started again. New connections pass. */
  reset(): void {
    for (const connection of this.connections) connection.reset();
  }

  change(change: Partial<Condition>): void {
    this.condition = { ...this.condition, ...change };
    for (const connection of this.connections) connection.obey();
  }

  /** Everything passes again; what was held on the way arrives now. */
  mend(): void {
    this.change(FINE);
  }

  close(): void {
    this.reset();
    this.server.close();
  }

  private enter(near: Socket): void {
    if (this.condition.state === 'cut') {
      near.resetAndDestroy();
      return;
    }
    const far = dial({ port: this.target, host: '127.0.0.1', allowHalfOpen: true });
    const connection: ProxiedConnection = new ProxiedConnection(near, far, {
      condition: () => this.condition,
      websockets: this.options.websockets,
      closed: () => this.connections.delete(connection),
    });
    this.connections.add(connection);
  }
}
