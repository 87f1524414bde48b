import type { CommandName, EventArgs, EventName, Input, Output, Reply, SignedIn } from '@parley/protocol';
import { io, type Socket } from 'socket.io-client';
import { Patience } from './patience.js';

const WITHIN_MS = 10_000;

/** A program on a stock socket.io-client: what any client may do, without the help of ours. It remembers all it hears. */
export class Talker {
  readonly heard: { name: string; args: unknown[] }[] = [];
  private readonly patience = new Patience(() =>
    this.heard
      .map(({ name }) => name)
      .slice(-20)
      .join(', '),
  );

  private constructor(
    readonly socket: Socket,
    readonly signedIn: SignedIn | null,
  ) {
    socket.onAny((name: string, ...args: unknown[]) => this.note(name, args));
    socket.on('disconnect', (reason) => this.note('disconnect', [reason]));
    socket.on('connect_error', (error) => this.note('connect_error', [error]));
  }

  /** Registers a new account and connects with its token. */
  static async register(url: string, username: string, transports = ['websocket']): Promise<Talker> {
    const signedIn = await register(url, username);
    return Talker.connect(url, signedIn, transports);
  }

  static async connect(url: string, signedIn: SignedIn, transports = ['websocket']): Promise<Talker> {
    const auth = { token: signedIn.accessToken };
    const talker = new Talker(io(url, { auth, transports, reconnection: false, forceNew: true }), signedIn);
    await talker.hear('server_info');
    return talker;
  }

  /** Connects with whatever options, and waits for nothing. */
  static open(url: string, options: Parameters<typeof io>[1] = {}): Talker {
    return new Talker(
      io(url, { transports: ['websocket'], reconnection: false, forceNew: true, ...options }),
      null,
    );
  }

  get id(): string {
    if (!this.signedIn) throw new Error('nobody');
    return this.signedIn.user.id;
  }

  /** The whole reply, refusals too. */
  ask<N extends CommandName>(name: N, input: Input<N>): Promise<Reply<Output<N>>> {
    return this.askAnything(name, input) as Promise<Reply<Output<N>>>;
  }

  askAnything(name: string, ...args: unknown[]): Promise<Reply<unknown>> {
    return this.socket.timeout(WITHIN_MS).emitWithAck(name, ...args);
  }

  /** The answer of a command that must succeed. */
  async do<N extends CommandName>(name: N, input: Input<N>): Promise<Output<N>> {
    const reply = await this.ask(name, input);
    if (!reply.ok) throw new Error(`${name}: ${reply.error.code} ${reply.error.message}`);
    return reply.data;
  }

  /** All events of a name so far, their first arguments. */
  all<N extends EventName>(name: N): EventArgs<N>[0][] {
    return this.heard.filter((event) => event.name === name).map(({ args }) => args[0] as EventArgs<N>[0]);
  }

  seqs(roomId: string): number[] {
    return this.all('message')
      .filter((message) => message.roomId === roomId)
      .map(({ seq }) => seq);
  }

  /** Waits until an event of that name satisfies the condition, earlier ones too. */
  async hear(name: string, matches: (...args: never[]) => boolean = () => true): Promise<unknown[]> {
    const find = () => this.heard.find((event) => event.name === name && matches(...(event.args as never[])));
    await this.until(() => find() !== undefined, `to hear ${name}`);
    return find()?.args ?? [];
  }

  /** Looks again at each event, until the condition holds. */
  until(condition: () => boolean, what: string, withinMs?: number): Promise<void> {
    return this.patience.until(condition, what, withinMs);
  }

  close(): void {
    this.socket.disconnect();
  }

  private note(name: string, args: unknown[]): void {
    this.heard.push({ name, args });
    this.patience.wake();
  }
}

export async function register(url: string, username: string): Promise<SignedIn> {
  const { status, body } = await call(url, 'POST', '/api/auth/register', null, {
    username,
    password: 'correct horse',
  });
  if (status !== 201) throw new Error(`register ${username}: ${status} ${JSON.stringify(body)}`);
  return body as SignedIn;
}

/** One REST request. */
export async function call(
  url: string,
  method: string,
  path: string,
  signedIn: SignedIn | null,
  body?: unknown,
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(new URL(path, url), {
    method,
    headers: {
      'content-type': 'application/json',
      ...(signedIn ? { authorization: `Bearer ${signedIn.accessToken}` } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text ? JSON.parse(text) : null };
}
