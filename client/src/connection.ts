import type { CommandName, EventArgs, EventName, Input, Output } from '@parley/protocol';
import { type Backoff, fullJitter, RECONNECT } from './backoff.js';
import type { ConnectionState, ServerInfo } from './connection-state.js';
import { ParleyError } from './errors.js';
import { Listeners } from './listeners.js';
import { ServerClock } from './server-clock.js';
import type { Session } from './session/session.js';
import { TokenRenewal } from './token-renewal.js';
import { waitUntil } from './wait-until.js';
import type { ClientSocket, SocketEnd } from './wire/client-socket.js';
import { ConnectAttempt } from './wire/connect-attempt.js';
import { EventEmitter } from './wire/event-emitter.js';
import type { ServerEvent } from './wire/read-event.js';
import { decideReconnect, type ReconnectDecision } from './wire/reconnect-policy.js';
import { type Transport, type TransportStorage, Transports } from './wire/transports.js';

export interface ConnectionOptions {
  /** How long one attempt may take, to the server's first word; ms. */
  connectTimeoutMs?: number;
  /**
   * How long an answer may take; ms. A connection that said nothing at all for so long is asked for a sign of life, and
   * given up when it gives none within as long again.
   */
  requestTimeoutMs?: number;
  backoff?: Backoff;
  /** Where it is remembered which transports get through to which server; otherwise that ends with the program. */
  transports?: TransportStorage;
  /** Bugs and malformed events; nothing a person could do something about. */
  onFault?: (error: unknown) => void;
}

/** A connection that lived so long begins its next attempts without patience again, ms. */
const STEADY_MS = 5_000;

const REQUEST_TIMEOUT_MS = 10_000;

/** After a sleep, or where a network went, a connection has so long to say a word, ms; longer while it owes an answer. */
const CHECK_TIMEOUT_MS = 3_000;

/** An attempt that began so lately is not begun anew, ms. */
const FRESH_MS = 1_000;

/** Of so many attempts in a row one begins with the other transport, whatever is remembered of them. */
const SWAP_TRANSPORT_EVERY = 4;

/** Codes that say: these tokens are worth nothing any more. */
const SESSION_OVER = new Set<string>(['session_ended', 'bad_token', 'token_expired', 'unauthenticated']);

/** Keeps one socket connected: renews the token, waits with jitter, moves to another instance when its own is gone. */
export class Connection {
  private current: ConnectionState = { state: 'idle' };
  private attempt: ConnectAttempt | null = null;
  private socket: ClientSocket | null = null;
  private readonly transports: Transports;
  private readonly renewal = new TokenRenewal(() => this.renewInBand());
  private timer: ReturnType<typeof setTimeout> | null = null;
  private attempts = 0;
  /** Counts attempts: what an earlier one waits for is no business of the next. */
  private turn = 0;
  private begunAt = 0;
  private onlineSince: number | null = null;
  private isClosed = false;
  private renewedInVain = false;
  private lostAt: number | null = null;
  private readonly clock = new ServerClock();
  private readonly events: EventEmitter;
  private readonly allEvents: Listeners<[ServerEvent]>;
  private readonly changed: Listeners;
  private readonly onFault: (error: unknown) => void;

  constructor(
    private readonly session: Session,
    private readonly options: ConnectionOptions = {},
  ) {
    this.onFault = options.onFault ?? ((error) => console.error(error));
    this.allEvents = new Listeners(this.onFault);
    this.changed = new Listeners(this.onFault);
    this.transports = new Transports(options.transports);
    this.events = new EventEmitter(this.onFault);
    this.events.on('token_expiring', ({ inMs }) => this.renewal.begin(inMs));
  }

  get state(): ConnectionState {
    return this.current;
  }

  /** When the connection was lost, or first wanted and not there, ms; null while there is one, or none is wanted. */
  get awaySince(): number | null {
    return this.lostAt;
  }

  /** The server's clock, ms, to compare its moments with; this machine's own until a server sent its own. */
  serverNow = (): number => this.clock.now();

  subscribe = (listener: () => void): (() => void) => this.changed.add(listener);

  /** Listens to an event of the protocol. Returns what ends it. */
  on<N extends EventName>(name: N, handler: (...args: EventArgs<N>) => void): () => void {
    return this.events.on(name, handler);
  }

  /** Listens to everything a server tells, also to changes of a kind that only a newer server knows. */
  onEvent(handler: (event: ServerEvent) => void): () => void {
    return this.allEvents.add(handler);
  }

  /** Begins, and keeps it up until `disconnect` or until it ends for good. */
  connect(): void {
    if (this.current.state !== 'idle' && this.current.state !== 'ended') return;
    this.isClosed = false;
    this.attempts = 0;
    this.renewedInVain = false;
    this.setState({ state: 'connecting' });
    void this.attemptNow();
  }

  disconnect(): void {
    this.stop();
    this.setState({ state: 'idle' });
  }

  /** As `disconnect`, and those who wait for a connection learn that there is none. `connect` opens it again. */
  close(): void {
    this.isClosed = true;
    this.disconnect();
  }

  /** Resolves when the connection stands. Throws a ParleyError when it has ended or is closed, and the signal's reason. */
  async online({ signal }: { signal?: AbortSignal } = {}): Promise<void> {
    const look = () => {
      if (this.isClosed) throw ParleyError.closed();
      if (this.current.state === 'ended') throw ParleyError.ended(this.current.code);
      return this.current.state === 'online' || undefined;
    };
    await waitUntil([this.subscribe], look, signal);
  }

  /** Cuts the present wait short, and an attempt that has been running for a while: a person asks for it. */
  retryNow(): void {
    const { state } = this.current;
    if (state !== 'connecting' && state !== 'reconnecting') return;
    if (this.timer === null && Date.now() - this.begunAt < FRESH_MS) return;
    this.stop();
    void this.attemptNow();
  }

  /**
   * Finds out now whether the connection still stands, after a sleep for instance, instead of when its silence has lasted
   * long enough; where there is none, tries now.
   */
  check(): void {
    if (this.current.state !== 'online') this.retryNow();
    else void this.socket?.check(CHECK_TIMEOUT_MS);
  }

  /** The system says that there is no network. It is believed at once, and tried all the same: it may be wrong. */
  networkLost(): void {
    const { state } = this.current;
    if (state !== 'online' && state !== 'connecting' && state !== 'reconnecting') return;
    this.stop();
    this.onlineSince = null;
    this.attempts = 0;
    this.act({ act: 'reconnect', elsewhere: false, afterMs: 0 });
  }

  /** The system says that there is a network. */
  networkBack(): void {
    this.attempts = 0;
    this.check();
  }

  /** Asks the server. Throws `offline` at once when there is no connection. */
  request<N extends CommandName>(name: N, input: Input<N>): Promise<Output<N>> {
    if (this.socket && this.current.state === 'online') {
      return this.socket.request(name, input, this.options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS);
    }
    return Promise.reject(new ParleyError('offline', 'Not connected.', true));
  }

  private async attemptNow(): Promise<void> {
    this.turn += 1;
    this.begunAt = Date.now();
    const { turn } = this;
    if (this.current.state === 'reconnecting') this.setState({ state: 'reconnecting', retryAt: null });
    let token: string;
    try {
      token = await this.session.accessToken();
    } catch (error) {
      if (this.turn === turn) this.act(this.decideAfterRenewal(error));
      return;
    }
    // It was disconnected meanwhile.
    if (this.turn === turn) this.open(token);
  }

  private open(token: string): void {
    const url = this.session.endpoints.current;
    const plan = this.transports.planFor(url);
    const isTurned = this.attempts % SWAP_TRANSPORT_EVERY === SWAP_TRANSPORT_EVERY - 1;
    if (isTurned) plan.first = plan.first === 'websocket' ? 'polling' : 'websocket';
    const timeoutMs = this.options.connectTimeoutMs ?? 8_000;
    this.attempt = new ConnectAttempt(
      { url, token, plan, timeoutMs },
      {
        onConnected: (socket, server) => this.onConnected(socket, server),
        onEvent: (event) => {
          this.allEvents.emit(event);
          if (event.name !== 'unknown_change') this.events.emit(event);
        },
        onEnded: (end, transport) => this.onEnded(url, end, transport),
        onWebsocketTried: (works) => this.transports.noteWebsocket(url, works),
        onFault: this.onFault,
      },
    );
  }

  /** Unseen by the caller: the socket stays, and so does everything that was asked on it. */
  private async renewInBand(): Promise<void> {
    const { socket } = this;
    if (!socket) return;
    await this.session.renew(socket.token);
    const token = await this.session.accessToken();
    if (this.socket === socket)
      await socket.authenticate(token, this.options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS);
  }

  private onConnected(socket: ClientSocket, server: ServerInfo): void {
    this.socket = socket;
    if (server.now !== undefined) this.clock.set(server.now);
    this.session.endpoints.update(server.instances);
    this.renewedInVain = false;
    this.onlineSince = Date.now();
    this.setState({ state: 'online', url: socket.url, server });
  }

  private onEnded(url: string, { error, afterMs, isSilent }: SocketEnd, transport: Transport | null): void {
    const livedMs = this.onlineSince === null ? 0 : Date.now() - this.onlineSince;
    if (isSilent && transport === 'websocket') this.transports.noteSilence(url, livedMs);
    this.stop();
    if (livedMs >= STEADY_MS) this.attempts = 0;
    this.onlineSince = null;
    this.act(decideReconnect(error, afterMs));
  }

  private act(decision: ReconnectDecision): void {
    if (decision.act === 'end') {
      if (SESSION_OVER.has(decision.code)) this.session.end(decision.code);
      this.setState({ state: 'ended', code: decision.code });
    } else if (decision.act === 'renew') {
      void this.renew();
    } else {
      if (decision.elsewhere) this.session.endpoints.next();
      const jitterMs = fullJitter(this.attempts, this.options.backoff ?? RECONNECT, Math.random);
      this.attempts += 1;
      this.wait(decision.afterMs + jitterMs);
    }
  }

  /** Once: a server that refuses a brand-new token too will not be talked round. */
  private async renew(): Promise<void> {
    if (this.renewedInVain) return this.act({ act: 'end', code: 'bad_token' });
    this.renewedInVain = true;
    this.setState({ state: 'reconnecting', retryAt: null });
    const { turn } = this;
    try {
      await this.session.renew();
    } catch (error) {
      if (this.turn === turn) this.act(this.decideAfterRenewal(error));
      return;
    }
    if (this.turn === turn) await this.attemptNow();
  }

  /** A session that is over ends the connection; a network that is down does not. */
  private decideAfterRenewal(error: unknown): ReconnectDecision {
    this.renewedInVain = false;
    const { state } = this.session;
    if (state.state === 'signed_in') return { act: 'reconnect', elsewhere: true, afterMs: 0 };
    return { act: 'end', code: state.state === 'ended' ? state.code : ParleyError.from(error).code };
  }

  private wait(ms: number): void {
    this.setState({ state: 'reconnecting', retryAt: Date.now() + ms });
    this.timer = setTimeout(() => {
      this.timer = null;
      void this.attemptNow();
    }, ms);
  }

  private stop(): void {
    this.turn += 1;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.renewal.stop();
    this.attempt?.close();
    this.attempt = null;
    this.socket = null;
  }

  private setState(state: ConnectionState): void {
    this.current = state;
    if (state.state === 'online' || state.state === 'idle') this.lostAt = null;
    else this.lostAt ??= Date.now();
    this.changed.emit();
  }
}
