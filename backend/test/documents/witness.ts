import { type RouteName, refusalsOf, routes } from '@parley/protocol';
import type { AliasTalker } from '../support/alias-talker.js';
import type { Follower } from '../support/follower.js';
import type { PlainTalker } from '../support/plain-talker.js';
import type { Talker } from '../support/talker.js';
import { Judge } from './judge.js';

interface Told {
  status: number;
  type: string;
  body: unknown;
}

/** Watches what a server really says, holds it to the server's own documents, and remembers what it has seen. */
export class Witness {
  readonly faults: string[] = [];
  readonly seen = new Set<string>();

  private constructor(
    private readonly url: string,
    private readonly http: Judge,
    private readonly live: Judge,
  ) {}

  static async of(url: string): Promise<Witness> {
    const [openapi, asyncapi] = await Promise.all(
      ['/api/openapi.json', '/api/asyncapi.json'].map(async (path) => (await fetch(url + path)).json()),
    );
    return new Witness(url, Judge.ofOpenApi(openapi), Judge.ofAsyncApi(asyncapi));
  }

  /** Calls a route and judges its answer. `params` fill the braces of its path. */
  async call(name: RouteName, options: CallOptions = {}): Promise<Told> {
    const { method, path } = routes[name];
    const { params = {}, query = {}, token, headers = {} } = options;
    const filled = path.replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(params[key] ?? key));
    const search = new URLSearchParams(query).toString();
    const response = await fetch(`${this.url}${filled}${search ? `?${search}` : ''}`, {
      method,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...('body' in options ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...('body' in options ? { body: JSON.stringify(options.body) } : {}),
    });
    const type = (response.headers.get('content-type') ?? '').replace(/;.*/, '');
    const text = type === EVENTS ? await beginningOf(response) : await response.text();
    const told = { status: response.status, type, body: read(text, type) };
    this.judgeAnswer(name, told);
    return told;
  }

  /** Asks over a socket and judges the answer. */
  async ask(talker: Talker, name: string, input: unknown): Promise<unknown> {
    const reply = await talker.askAnything(name, input);
    this.note(`${name} ${reply.ok ? 'done' : 'refused'}`);
    this.judge(this.live, `/channels/socketio/messages/${name}_answer/payload`, reply);
    return reply.ok ? reply.data : undefined;
  }

  /** Judges all that a socket has heard of itself. */
  hear(talker: Talker): void {
    for (const { name, args } of talker.heard) {
      if (name === 'disconnect') continue;
      this.note(`event ${name}`);
      this.judge(this.live, `/channels/socketio/messages/${name}_event/payload`, args);
    }
  }

  /** The same, of a reader of Server-Sent Events: their data is the argument that sockets hear. */
  hearEvents({ heard }: Follower): void {
    for (const { name, data } of heard) {
      this.note(`sent ${name}`);
      const { messages, ...head } = data;
      const args = name === 'message_history' ? [messages, head] : [data];
      this.judge(this.live, `/channels/socketio/messages/${name}_event/payload`, args);
    }
  }

  /** The same, of one that speaks in aliases. */
  hearAlias({ talker }: AliasTalker): void {
    for (const { name, args } of talker.heard) {
      this.note(`alias ${name}`);
      this.judge(this.live, `/channels/aliases/messages/${name}/payload`, args);
    }
  }

  async askAlias(alias: AliasTalker, name: string, input: unknown): Promise<void> {
    const reply = await alias.ask(name, input);
    this.note(`${name} ${reply.ok ? 'done' : 'refused'}`);
    this.judge(this.live, `/channels/aliases/messages/${name}_answer/payload`, reply);
  }

  /** The same, of a plain WebSocket. */
  hearFrames(talker: PlainTalker): void {
    for (const frame of talker.heard) {
      this.note(`frame ${frame.type}`);
      this.judge(this.live, `/channels/ws/messages/${frame.type}_frame/payload`, frame);
    }
  }

  private judgeAnswer(name: RouteName, { status, type, body }: Told): void {
    const { method, path } = routes[name];
    this.note(`${name} ${status}`);
    const answer = `/paths/${path.replaceAll('/', '~1')}/${method.toLowerCase()}/responses/${status}`;
    if (this.http.at(answer) === undefined) this.faults.push(`${answer} is not documented`);
    else if (this.http.at(`${answer}/content`) !== undefined) {
      const schema = `${answer}/content/${type.replace('/', '~1')}/schema`;
      for (const one of type === NDJSON ? (body as unknown[]) : [body]) this.judge(this.http, schema, one);
    } else if (body !== undefined) this.faults.push(`${answer} has a body, and none is documented`);
  }

  private judge(judge: Judge, pointer: string, value: unknown): void {
    if (judge.at(pointer) === undefined) this.faults.push(`${pointer} is not documented`);
    else this.faults.push(...judge.faults(pointer, value));
  }

  private note(what: string): void {
    this.seen.add(what);
  }
}

const NDJSON = 'application/x-ndjson';
const EVENTS = 'text/event-stream';

/** Of an answer that has no end. */
async function beginningOf(response: Response): Promise<string> {
  for await (const chunk of response.body ?? []) return new TextDecoder().decode(chunk);
  return '';
}

function read(text: string, type: string): unknown {
  if (text === '') return undefined;
  if (type === EVENTS) return text;
  if (type !== NDJSON) return JSON.parse(text);
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

interface CallOptions {
  params?: Record<string, string>;
  query?: Record<string, string>;
  token?: string | undefined;
  headers?: Record<string, string>;
  body?: unknown;
}

/** The routes that may refuse with a code here, where the documents themselves are open. */
export function routesThatRefuse(code: ReturnType<typeof refusalsOf>[number]): RouteName[] {
  return (Object.keys(routes) as RouteName[]).filter(
    (name) => routes[name].auth !== 'documents' && refusalsOf(routes[name]).includes(code),
  );
}
