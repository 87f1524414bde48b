import type { Session } from '@parley/client';
import { Store } from '../../lib/store/store.js';
import type { Entry, Way } from '../reading/entry.js';
import { type ConsoleConnection, openPlain, openSocket } from './connection.js';
import { bodyOf, eventsOf, isEventStream, request } from './http.js';
import { type Identity, Tokens } from './identity.js';
import { LiveLog } from './live-log.js';

export type LiveWay = Exclude<Way, 'http'>;

export type ConnectionState =
  | { state: 'closed' }
  | { state: 'connecting'; way: LiveWay }
  /** By HTTP: a stream of events is read. */
  | { state: 'open'; way: Way };

/** Where one tries things: at most one connection, requests, and the log of both. */
export class ConsoleState {
  readonly log = new LiveLog();
  readonly connection = new Store<ConnectionState>({ state: 'closed' });
  private readonly tokens: Tokens;
  private open: ConsoleConnection | null = null;

  constructor(readonly session: Session) {
    this.tokens = new Tokens(session);
  }

  /** Settles when the connection stands, or does not come to stand; the log says why. */
  async connect(way: LiveWay, identity: Identity): Promise<void> {
    this.disconnect();
    this.connection.set({ state: 'connecting', way });
    try {
      // A connection without a token says its name by an alias.
      const token = way === 'aliases' && identity.kind === 'guest' ? null : await this.tokens.of(identity);
      if (this.connection.state.state !== 'connecting') return;
      await new Promise<void>((settled) => this.dial(way, token, settled));
    } catch (error) {
      this.fail(error);
      this.connection.set({ state: 'closed' });
    }
    if (this.connection.state.state === 'closed') this.tokens.forget(identity);
  }

  disconnect(): void {
    this.open?.close();
    this.open = null;
    this.connection.set({ state: 'closed' });
  }

  /** Says something on the connection, which is made first where there is none of that way. */
  async say(entry: Entry, identity: Identity, input: unknown): Promise<void> {
    if (entry.way === 'http') return;
    const { connection } = this;
    if (connection.state.state !== 'open' || connection.state.way !== entry.way)
      await this.connect(entry.way, identity);
    await this.open?.say(entry.name, input);
  }

  /** Calls a route. */
  async call(entry: Entry, identity: Identity, path: string, body: unknown): Promise<void> {
    const name = `${entry.method} ${path}`;
    try {
      const token = entry.needsToken ? await this.tokens.of(identity) : null;
      this.log.add({ kind: 'sent', name, value: body });
      const from = performance.now();
      const ended = new AbortController();
      const response = await request(entry.method ?? 'GET', path, token, body, ended.signal);
      const { status, ok } = response;
      const tookMs = performance.now() - from;
      if (isEventStream(response)) {
        this.log.add({ kind: 'answer', name: `${status}`, tookMs });
        return await this.follow(response, () => ended.abort());
      }
      const value = await bodyOf(response);
      this.log.add({ kind: ok ? 'answer' : 'fault', name: `${status}`, value, tookMs });
      if (status === 401) this.tokens.forget(identity);
    } catch (error) {
      this.fail(error);
    }
  }

  /** Reads a stream of events as if it were a connection: until either side ends it. */
  private async follow(response: Response, close: () => void): Promise<void> {
    this.disconnect();
    const connection: ConsoleConnection = { say: async () => undefined, close };
    this.open = connection;
    this.connection.set({ state: 'open', way: 'http' });
    try {
      for await (const { name, data } of eventsOf(response))
        this.log.add({ kind: 'heard', name, value: data });
      this.log.add({ kind: 'note', name: 'Closed' });
    } catch (error) {
      // Ended by hand.
      if (this.open === connection) throw error;
      this.log.add({ kind: 'note', name: 'Closed' });
    } finally {
      this.lost(connection);
    }
  }

  private dial(way: LiveWay, token: string | null, settled: () => void): void {
    const handlers = {
      open: () => {
        this.log.add({ kind: 'note', name: 'Connected' });
        this.connection.set({ state: 'open', way });
        settled();
      },
      closed: () => {
        this.lost(connection);
        settled();
      },
    };
    const connection =
      way === 'ws' ? openPlain(token ?? '', this.log, handlers) : openSocket(token, this.log, handlers);
    this.open = connection;
  }

  /** One that was replaced says goodbye after its successor came. */
  private lost(connection: ConsoleConnection): void {
    if (this.open !== connection) return;
    this.open = null;
    this.connection.set({ state: 'closed' });
  }

  private fail(error: unknown): void {
    this.log.add({ kind: 'fault', name: error instanceof Error ? error.message : String(error) });
  }
}
