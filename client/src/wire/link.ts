import type { CommandName, Input, Output } from '@parley/protocol';
import { io, type Socket } from 'socket.io-client';
import { ParleyError } from '../errors.js';
import { askOver, isWireError } from './ask.js';
import { type ReadEvent, readEvent } from './read-event.js';

export interface LinkEars {
  heard(event: Exclude<ReadEvent, { name: null }>): void;
  /** Once, as the last thing: the connection failed or ended. Null when nobody gave a reason. */
  closed(error: ParleyError | null): void;
  fault(error: Error): void;
}

/** One attempt at one instance: a socket that connects once, and never again after it closed. */
export class Link {
  private readonly socket: Socket;
  private closed = false;
  private lastHeardAt = 0;
  private shown: string;

  constructor(
    readonly url: string,
    token: string,
    connectTimeoutMs: number,
    private readonly ears: LinkEars,
  ) {
    this.shown = token;
    this.socket = io(url, {
      auth: { token },
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      reconnection: false,
      forceNew: true,
      timeout: connectTimeoutMs,
    });
    this.socket.on('connect', () => this.socket.io.engine.on('packet', this.noteLife));
    this.socket.onAny((name: string, ...args: unknown[]) => this.hear(name, args));
    this.socket.on('connect_error', (error) => this.end(refusalIn(error)));
    this.socket.on('disconnect', () => this.end(null));
  }

  /** The token it was let in with last. */
  get token(): string {
    return this.shown;
  }

  /** Goes on with a new token of the same session. */
  async authenticate(token: string, timeoutMs: number): Promise<void> {
    await this.ask('authenticate', { token }, timeoutMs);
    this.shown = token;
  }

  async ask<N extends CommandName>(name: N, input: Input<N>, timeoutMs: number): Promise<Output<N>> {
    const askedAt = Date.now();
    try {
      return await askOver(this.socket, name, input, timeoutMs);
    } catch (error) {
      // Not a word since the question: the other end is gone, though nobody closed the connection.
      if (error instanceof ParleyError && error.code === 'timeout' && this.lastHeardAt < askedAt)
        this.end(null);
      throw error;
    }
  }

  /** Ends it in silence: `closed` is not called. */
  close(): void {
    this.closed = true;
    this.socket.offAny();
    this.socket.disconnect();
  }

  private readonly noteLife = (): void => {
    this.lastHeardAt = Date.now();
  };

  private hear(name: string, args: unknown[]): void {
    const event = readEvent(name, args);
    if (event.name === null) this.ears.fault(new Error(`Dropped an event: ${event.fault}`));
    else this.ears.heard(event);
  }

  private end(error: ParleyError | null): void {
    if (this.closed) return;
    this.close();
    this.ears.closed(error);
  }
}

/** The reason a server refused a handshake with; null when it never came that far. */
function refusalIn(error: Error): ParleyError | null {
  return 'data' in error && isWireError(error.data) ? ParleyError.fromWire(error.data) : null;
}
