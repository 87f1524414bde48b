import type { Session } from '@parley/client';
import type { EventArgs, Message, Reply } from '@parley/protocol';
import { io, type Socket } from 'socket.io-client';
import { v7 } from 'uuid';
import { now, sleep, until } from '../clock.js';
import type { Attempt } from '../record/history.js';
import type { Recorder } from '../record/recorder.js';
import { NeverClosing } from './never-closing.js';

const ANSWER_MS = 4_000;

interface StockOptions {
  url: string;
  session: Session;
  recorder: Recorder;
  /** Tells the connections of one client apart. */
  ear: string;
  transports: ('websocket' | 'polling')[];
  /** Comes back by itself after the connection was lost. */
  returns: boolean;
  /** It never ends its side of a connection, whatever it hears. */
  neverCloses?: boolean;
}

/** A user with nothing but a stock socket.io-client, and the patience to send the same clientId again. */
export class StockClient {
  readonly socket: Socket;
  private readonly rooms = new Set<string>();
  /** Where it is connected, as the server told; empty where that is over, though the client may not know it yet. */
  private instance = '';
  /** Why it is not connected. */
  away = '';

  private constructor(
    readonly id: string,
    private readonly options: StockOptions,
    /** The one it was let in with last. */
    private token: string,
  ) {
    const { url, session, transports, returns, recorder, ear, neverCloses = false } = options;
    this.socket = io(url, {
      auth: (give) => {
        const show = () => give({ token: this.token });
        // A client that comes back after a while needs a new one.
        void session.accessToken().then((fresh) => {
          this.token = fresh;
          show();
        }, show);
      },
      transports,
      forceNew: true,
      reconnection: returns,
      reconnectionDelayMax: 2_000,
      // Its types think of browsers.
      ...(neverCloses ? { agent: this.neverClosing(transports) as never } : {}),
    });
    recorder.listen(ear, (name, handler) => this.socket.on(name, handler as never));
    this.socket.on('server_info', ({ instance }: EventArgs<'server_info'>[0]) => {
      this.instance = instance;
    });
    this.socket.on('token_expiring', () => void this.renew().catch(() => undefined));
    this.socket.on('disconnect', (reason) => {
      this.away = reason;
    });
    this.socket.on('connect_error', ({ message }) => {
      this.away = message;
    });
    this.socket.on('connect', () => {
      this.away = '';
      for (const roomId of this.rooms) void this.join(roomId);
    });
  }

  static async connect(options: StockOptions): Promise<StockClient> {
    const { state } = options.session;
    if (state.state !== 'signed_in') throw new Error('Only a client that is signed in can connect.');
    const stock = new StockClient(state.user.id, options, await options.session.accessToken());
    await until(() => stock.socket.connected, 20_000);
    return stock;
  }

  /** Now and after each return. */
  async join(roomId: string): Promise<boolean> {
    this.rooms.add(roomId);
    const reply = await this.ask<unknown>('join_room', { roomId });
    return reply?.ok ?? false;
  }

  /** Sends the same message until it is certain what became of it, or the time is over. */
  async say(roomId: string, text: string, signal: AbortSignal): Promise<number | null> {
    const clientId = v7();
    const { recorder } = this.options;
    const send = { userId: this.id, roomId, clientId, text };
    recorder.history.sends.push({ ...send, at: now(), line: this.options.ear });
    for (let wait = 100; ; wait = Math.min(wait * 2, 2_000)) {
      const askedAt = now();
      const line = this.socket.id;
      const reply = await this.ask<Message & { dup?: true }>('send_message', {
        roomId,
        message: text,
        clientId,
      });
      const outcome = outcomeOf(reply);
      // Without a connection, or on one that was lost, it was no instance that took the time. One that is half open looks as if
      // it stood until the next heartbeat, but nothing is heard on it.
      const stood = line !== undefined && line === this.socket.id;
      const isAlive = reply !== null || recorder.lastHeardBy(this.options.ear) > askedAt;
      const instance = stood && isAlive ? this.instance : '';
      recorder.attempt({ ...send, instance, askedAt, outcome });
      if (outcome.is === 'stored') return outcome.seq;
      if ((outcome.is === 'refused' && outcome.final) || signal.aborted) return null;
      await sleep(wait);
    }
  }

  /** Null when no answer came in time. */
  async ask<T>(name: string, input: unknown): Promise<Reply<T> | null> {
    return this.socket
      .timeout(ANSWER_MS)
      .emitWithAck(name, input)
      .catch(() => null);
  }

  /** Runs may be longer than the life of a token. */
  private async renew(): Promise<void> {
    const { session } = this.options;
    await session.renew(this.token);
    this.token = await session.accessToken();
    await this.ask('authenticate', { token: this.token });
  }

  /** A polling client hears of an end by its request; a websocket that is not closed is missed at the next heartbeat only. */
  private neverClosing(transports: StockOptions['transports']): NeverClosing {
    return new NeverClosing(() => {
      if (transports.includes('websocket')) this.instance = '';
    });
  }

  close(): void {
    this.socket.disconnect();
  }
}

function outcomeOf(reply: Reply<Message & { dup?: true }> | null): Attempt['outcome'] {
  if (!reply) return { is: 'unknown', code: 'timeout' };
  if (reply.ok) {
    const { seq, id, dup = false } = reply.data;
    return { is: 'stored', seq, id, dup };
  }
  const { code, retry } = reply.error;
  const mayBeStored = code === 'unavailable' || code === 'internal';
  return mayBeStored ? { is: 'unknown', code } : { is: 'refused', code, final: !retry };
}
