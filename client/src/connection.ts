import type { CommandName, EventArgs, EventName, Input, Output } from '@parley/protocol';
import { type Backoff, fullJitter, RECONNECT } from './backoff.js';
import type { ConnectionState, ServerInfo } from './connection-state.js';
import { ParleyError } from './errors.js';
import { Listeners } from './listeners.js';
import type { Session } from './session/session.js';
import { TokenRenewal } from './token-renewal.js';
import { untilFound } from './until-found.js';
import { EventTable } from './wire/event-table.js';
import { Link } from './wire/link.js';
import { judge, type Verdict } from './wire/verdict.js';

export interface ConnectionOptions {
  /** How long one attempt may take, to the server's first word; ms. */
  connectTimeoutMs?: number;
  /** How long an answer may take; ms. A connection that said nothing at all for so long is given up. */
  askTimeoutMs?: number;
  backoff?: Backoff;
  /** Bugs and malformed events; nothing a person could do something about. */
  onFault?: (error: unknown) => void;
}

/** A connection that lived so long begins its next attempts without patience again, ms. */
const STEADY_MS = 5_000;

const ASK_TIMEOUT_MS = 10_000;

/** Codes that say: these tokens are worth nothing any more. */
const NO_SESSION = new Set<string>(['session_ended', 'bad_token', 'token_expired', 'unauthenticated']);

/** Keeps one socket connected: renews the token, waits with jitter, moves to another instance when its own is gone. */
export class Connection {
  private current: ConnectionState = { state: 'idle' };
  private link: Link | null = null;
  private readonly renewal = new TokenRenewal(() => this.renewInBand());
  private timer: ReturnType<typeof setTimeout> | null = null;
  private attempts = 0;
  private onlineSince: number | null = null;
  private farewell: EventArgs<'goodbye'>[0] | null = null;
  private renewedInVain = false;
  private lostAt: number | null = null;
  private readonly events: EventTable;
  private readonly changed: Listeners;
  private readonly onFault: (error: unknown) => void;

  constructor(
    private readonly session: Session,
    private readonly options: ConnectionOptions = {},
  ) {
    this.onFault = options.onFault ?? ((error) => console.error(error));
    this.changed = new Listeners(this.onFault);
    this.events = new EventTable(this.onFault);
    this.events.on('goodbye', (goodbye) => {
      this.farewell = goodbye;
    });
    this.events.on('server_info', (info) => this.welcomed(info));
    this.events.on('token_expiring', ({ inMs }) => this.renewal.begin(inMs));
  }

  get state(): ConnectionState {
    return this.current;
  }

  /** When the connection was lost, or first wanted and not there, ms; null while there is one, or none is wanted. */
  get awaySince(): number | null {
    return this.lostAt;
  }

  subscribe = (listener: () => void): (() => void) => this.changed.add(listener);

  /** Listens to an event of the protocol. Returns what ends it. */
  on<N extends EventName>(name: N, handler: (...args: EventArgs<N>) => void): () => void {
    return this.events.on(name, handler);
  }

  /** Begins, and keeps it up until `disconnect` or until it ends for good. */
  connect(): void {
    if (this.current.state !== 'idle' && this.current.state !== 'ended') return;
    this.attempts = 0;
    this.renewedInVain = false;
    this.become({ state: 'connecting' });
    void this.attempt();
  }

  disconnect(): void {
    this.stop();
    this.become({ state: 'idle' });
  }

  /** Resolves when the connection stands. Throws a ParleyError when it has ended, and the signal's reason. */
  async online({ signal }: { signal?: AbortSignal } = {}): Promise<void> {
    const look = () => {
      if (this.current.state === 'ended') throw ParleyError.ended(this.current.code);
      return this.current.state === 'online' || undefined;
    };
    await untilFound([this.subscribe], look, signal);
  }

  /** Cuts the present wait short: the network is back, or a person asks for it. */
  retryNow(): void {
    if (this.timer === null) return;
    this.clearTimer();
    void this.attempt();
  }

  /** Asks the server. Throws `offline` at once when there is no connection. */
  ask<N extends CommandName>(name: N, input: Input<N>): Promise<Output<N>> {
    if (this.link && this.current.state === 'online') {
      return this.link.ask(name, input, this.options.askTimeoutMs ?? ASK_TIMEOUT_MS);
    }
    return Promise.reject(new ParleyError('offline', 'Not connected.', true));
  }

  private async attempt(): Promise<void> {
    this.become(
      this.current.state === 'reconnecting' ? { state: 'reconnecting', retryAt: null } : this.current,
    );
    const before = this.current;
    let token: string;
    try {
      token = await this.session.accessToken();
    } catch (error) {
      if (this.current === before) this.follow(this.judgeRenewal(error));
      return;
    }
    // Somebody disconnected meanwhile.
    if (this.current !== before) return;
    const timeoutMs = this.options.connectTimeoutMs ?? 8_000;
    this.farewell = null;
    const link = new Link(this.session.instances.current, token, timeoutMs, {
      heard: (event) => this.events.tell(event),
      closed: (error) => this.closed(error),
      fault: this.onFault,
    });
    this.link = link;
    this.timer = setTimeout(() => {
      link.close();
      this.closed(null);
    }, timeoutMs);
  }

  /** Nobody notices: the socket stays, and so does everything that was asked on it. */
  private async renewInBand(): Promise<void> {
    const { link } = this;
    if (!link) return;
    await this.session.renew(link.token);
    const token = await this.session.accessToken();
    if (this.link === link) await link.authenticate(token, this.options.askTimeoutMs ?? ASK_TIMEOUT_MS);
  }

  private welcomed(server: ServerInfo): void {
    if (!this.link) return;
    this.clearTimer();
    this.session.instances.learn(server.instances);
    this.renewedInVain = false;
    this.onlineSince = Date.now();
    this.become({ state: 'online', url: this.link.url, server });
  }

  private closed(error: ParleyError | null): void {
    const { farewell } = this;
    this.stop();
    if (this.onlineSince !== null && Date.now() - this.onlineSince >= STEADY_MS) this.attempts = 0;
    this.onlineSince = null;
    this.follow(judge(farewell ?? error, farewell?.afterMs ?? error?.retryAfterMs ?? 0));
  }

  private follow(verdict: Verdict): void {
    if (verdict.act === 'end') {
      if (NO_SESSION.has(verdict.code)) this.session.end(verdict.code);
      this.become({ state: 'ended', code: verdict.code });
    } else if (verdict.act === 'renew') {
      void this.renew();
    } else {
      if (verdict.elsewhere) this.session.instances.moveOn();
      const jitterMs = fullJitter(this.attempts, this.options.backoff ?? RECONNECT, Math.random);
      this.attempts += 1;
      this.wait(verdict.afterMs + jitterMs);
    }
  }

  /** Once: a server that refuses a brand-new token too will not be talked round. */
  private async renew(): Promise<void> {
    if (this.renewedInVain) return this.follow({ act: 'end', code: 'bad_token' });
    this.renewedInVain = true;
    this.become({ state: 'reconnecting', retryAt: null });
    const before = this.current;
    try {
      await this.session.renew();
    } catch (error) {
      if (this.current === before) this.follow(this.judgeRenewal(error));
      return;
    }
    if (this.current === before) await this.attempt();
  }

  /** A session that is over ends the connection; a network that is down does not. */
  private judgeRenewal(error: unknown): Verdict {
    this.renewedInVain = false;
    const { state } = this.session;
    if (state.state === 'signed_in') return { act: 'return', elsewhere: true, afterMs: 0 };
    return { act: 'end', code: state.state === 'ended' ? state.code : ParleyError.from(error).code };
  }

  private wait(ms: number): void {
    this.become({ state: 'reconnecting', retryAt: Date.now() + ms });
    this.timer = setTimeout(() => {
      this.timer = null;
      void this.attempt();
    }, ms);
  }

  private stop(): void {
    this.clearTimer();
    this.renewal.stop();
    this.link?.close();
    this.link = null;
  }

  private clearTimer(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private become(state: ConnectionState): void {
    this.current = state;
    if (state.state === 'online' || state.state === 'idle') this.lostAt = null;
    else this.lostAt ??= Date.now();
    this.changed.tell();
  }
}
