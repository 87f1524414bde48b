import type { Session } from '@parley/client';
import { Cell } from '../../cell.js';
import type { Entry, Way } from '../reading/entry.js';
import { bodyOf, eventsOf, isEventStream, request } from './http.js';
import { type OpenLine, openPlain, openSocket } from './line.js';
import { LiveLog } from './live-log.js';
import { Tokens, type Who } from './who.js';

export type LiveWay = Exclude<Way, 'http'>;

export type LineState =
  | { state: 'closed' }
  | { state: 'connecting'; way: LiveWay }
  /** By HTTP: a stream of events is read. */
  | { state: 'open'; way: Way };

/** Where one tries things: at most one connection, requests, and the log of both. */
export class Desk {
  readonly log = new LiveLog();
  readonly line = new Cell<LineState>({ state: 'closed' });
  private readonly tokens: Tokens;
  private open: OpenLine | null = null;

  constructor(readonly session: Session) {
    this.tokens = new Tokens(session);
  }

  /** Settles when the connection stands, or does not come to stand; the log says why. */
  async connect(way: LiveWay, who: Who): Promise<void> {
    this.disconnect();
    this.line.set({ state: 'connecting', way });
    try {
      // Whoever comes without a token says its name by an alias.
      const token = way === 'aliases' && who.kind === 'guest' ? null : await this.tokens.of(who);
      if (this.line.state.state !== 'connecting') return;
      await new Promise<void>((settled) => this.dial(way, token, settled));
    } catch (error) {
      this.fail(error);
      this.line.set({ state: 'closed' });
    }
    if (this.line.state.state === 'closed') this.tokens.forget(who);
  }

  disconnect(): void {
    this.open?.close();
    this.open = null;
    this.line.set({ state: 'closed' });
  }

  /** Says something on the connection, which is made first where there is none of that way. */
  async say(entry: Entry, who: Who, input: unknown): Promise<void> {
    if (entry.way === 'http') return;
    const { line } = this;
    if (line.state.state !== 'open' || line.state.way !== entry.way) await this.connect(entry.way, who);
    await this.open?.say(entry.name, input);
  }

  /** Calls a route. */
  async call(entry: Entry, who: Who, path: string, body: unknown): Promise<void> {
    const name = `${entry.method} ${path}`;
    try {
      const token = entry.needsToken ? await this.tokens.of(who) : null;
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
      if (status === 401) this.tokens.forget(who);
    } catch (error) {
      this.fail(error);
    }
  }

  /** Reads a stream of events as if it were a connection: until either side ends it. */
  private async follow(response: Response, close: () => void): Promise<void> {
    this.disconnect();
    const line: OpenLine = { say: async () => undefined, close };
    this.open = line;
    this.line.set({ state: 'open', way: 'http' });
    try {
      for await (const { name, data } of eventsOf(response))
        this.log.add({ kind: 'heard', name, value: data });
      this.log.add({ kind: 'note', name: 'Closed' });
    } catch (error) {
      // Ended by hand.
      if (this.open === line) throw error;
      this.log.add({ kind: 'note', name: 'Closed' });
    } finally {
      this.lost(line);
    }
  }

  private dial(way: LiveWay, token: string | null, settled: () => void): void {
    const ears = {
      open: () => {
        this.log.add({ kind: 'note', name: 'Connected' });
        this.line.set({ state: 'open', way });
        settled();
      },
      closed: () => {
        this.lost(line);
        settled();
      },
    };
    const line = way === 'ws' ? openPlain(token ?? '', this.log, ears) : openSocket(token, this.log, ears);
    this.open = line;
  }

  /** One that was replaced says goodbye after its successor came. */
  private lost(line: OpenLine): void {
    if (this.open !== line) return;
    this.open = null;
    this.line.set({ state: 'closed' });
  }

  private fail(error: unknown): void {
    this.log.add({ kind: 'fault', name: error instanceof Error ? error.message : String(error) });
  }
}
