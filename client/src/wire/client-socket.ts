import type { CommandName, EventArgs, Input, Output } from '@parley/protocol';
import { io, type Socket } from 'socket.io-client';
import { ParleyError } from '../errors.js';
import { readEvent, type ServerEvent } from './read-event.js';
import { isWireError, requestOver } from './request.js';
import type { Transport } from './transports.js';

export interface SocketTarget {
  url: string;
  token: string;
  transport: Transport;
  /** A connection by polling goes on by websocket as soon as one gets through. */
  upgrade: boolean;
  timeoutMs: number;
}

/** How a connection ended. */
export interface SocketEnd {
  /** What the server gave as its reason; null when it gave none. */
  error: Pick<ParleyError, 'code' | 'retry'> | null;
  /** Not to come back before, ms. */
  afterMs: number;
  /** It was not closed: the server said nothing any more. */
  isSilent: boolean;
}

export interface SocketHandlers {
  onEvent(event: ServerEvent): void;
  /** Once, as the last thing: the connection failed or ended. */
  onClosed(end: SocketEnd): void;
  onFault(error: Error): void;
}

/** One socket to one instance by one transport: it connects once, and never again after it closed. */
export class ClientSocket {
  readonly url: string;
  /** The server was reached by this transport, whatever it will say. */
  hasOpened = false;
  private readonly socket: Socket;
  private closed = false;
  /** Packets that came so far, of whatever kind. */
  private packetCount = 0;
  /** The commands that have no answer yet: how long each of them may take, ms. */
  private readonly unanswered = new Set<{ timeoutMs: number }>();
  private isDoubted = false;
  private shown: string;
  /** Whether the last try to go on by websocket brought it there; null before it. */
  private upgraded: boolean | null = null;
  private upgradeTried: (works: boolean) => void = () => undefined;
  private goodbye: EventArgs<'goodbye'>[0] | null = null;

  constructor(
    { url, token, transport, upgrade, timeoutMs }: SocketTarget,
    private readonly handlers: SocketHandlers,
  ) {
    this.url = url;
    this.shown = token;
    this.socket = io(url, {
      auth: { token },
      transports: transport === 'polling' && upgrade ? ['polling', 'websocket'] : [transport],
      reconnection: false,
      forceNew: true,
      timeout: timeoutMs,
    });
    this.socket.io.on('open', () => {
      this.hasOpened = true;
      this.engine.on('upgrade', () => this.noteUpgrade(true));
      this.engine.on('upgradeError', () => this.noteUpgrade(false));
    });
    this.socket.on('connect', () => this.engine.on('packet', this.onLife));
    this.socket.onAny((name: string, ...args: unknown[]) => this.receive(name, args));
    this.socket.on('connect_error', (error) => this.end(refusalIn(error), false));
    this.socket.on('disconnect', (reason) => this.end(null, reason === 'ping timeout'));
  }

  /** The token it was let in with last. */
  get token(): string {
    return this.shown;
  }

  /** What it goes by now. */
  get transport(): Transport {
    return this.engine.transport.name === 'websocket' ? 'websocket' : 'polling';
  }

  /** Calls back when it goes by a websocket from now on, or a try at that failed: at once, when that was so before. */
  onUpgrade(tried: (works: boolean) => void): void {
    this.upgradeTried = tried;
    if (this.upgraded !== null) tried(this.upgraded);
  }

  /** Tries once more to go on by websocket. Nothing is lost on the way, and a try that fails changes nothing. */
  tryUpgrade(): void {
    // What Engine.IO does by itself when a connection opens, and only then; not promised to be there.
    const probe: unknown = Reflect.get(this.engine, '_probe');
    if (typeof probe === 'function' && !this.closed) probe.call(this.engine, 'websocket');
  }

  /** Goes on with a new token of the same session. */
  async authenticate(token: string, timeoutMs: number): Promise<void> {
    await this.request('authenticate', { token }, timeoutMs);
    this.shown = token;
  }

  async request<N extends CommandName>(name: N, input: Input<N>, timeoutMs: number): Promise<Output<N>> {
    const heardBefore = this.packetCount;
    const command = { timeoutMs };
    this.unanswered.add(command);
    try {
      return await requestOver(this.socket, name, input, timeoutMs);
    } catch (error) {
      // The server may only be slow with this command, and with all it does.
      if (isTimeout(error) && this.packetCount === heardBefore) void this.checkOnce(timeoutMs);
      throw error;
    } finally {
      this.unanswered.delete(command);
    }
  }

  /**
   * Finds out whether the other end still answers. Where it says nothing at all for so long it is gone, though the
   * connection was not closed. While a command has no answer, that answer may be on its way, and a packet arrives only
   * when it is whole: the check has the time of the command then.
   */
  async check(timeoutMs: number): Promise<void> {
    const heardBefore = this.packetCount;
    const patienceMs = Math.max(timeoutMs, ...[...this.unanswered].map((command) => command.timeoutMs));
    try {
      await requestOver(this.socket, 'ping', {}, patienceMs);
    } catch (error) {
      if (isTimeout(error) && this.packetCount === heardBefore) this.end(null, true);
    }
  }

  /** Ends it in silence: `closed` is not called. */
  close(): void {
    this.closed = true;
    this.socket.offAny();
    this.socket.disconnect();
  }

  private get engine() {
    return this.socket.io.engine;
  }

  private readonly onLife = (): void => {
    this.packetCount += 1;
  };

  /** Of many commands without an answer one asks. */
  private async checkOnce(timeoutMs: number): Promise<void> {
    if (this.isDoubted) return;
    this.isDoubted = true;
    await this.check(timeoutMs);
    this.isDoubted = false;
  }

  private noteUpgrade(works: boolean): void {
    // A connection that is closed meanwhile ends the try, too, and that proves nothing.
    if (this.closed || this.engine.readyState !== 'open') return;
    this.upgraded = works;
    this.upgradeTried(works);
  }

  private receive(name: string, args: unknown[]): void {
    const event = readEvent(name, args);
    if (event.name === null) {
      this.handlers.onFault(new Error(`Dropped an event: ${event.fault}`));
      return;
    }
    if (event.name === 'goodbye') this.goodbye = event.args[0];
    this.handlers.onEvent(event);
  }

  private end(refusal: ParleyError | null, isSilent: boolean): void {
    if (this.closed) return;
    this.close();
    const error = this.goodbye ?? refusal;
    const afterMs = this.goodbye?.afterMs ?? refusal?.retryAfterMs ?? 0;
    this.handlers.onClosed({ error, afterMs, isSilent: isSilent && error === null });
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof ParleyError && error.code === 'timeout';
}

/** The reason a server refused a handshake with; null when it never came that far. */
function refusalIn(error: Error): ParleyError | null {
  return 'data' in error && isWireError(error.data) ? ParleyError.fromWire(error.data) : null;
}
