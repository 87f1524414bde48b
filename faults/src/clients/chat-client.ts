import { ParleyClient, ParleyError, type Room, Session } from '@parley/client';
import { v7 } from 'uuid';
import { now, persist, sleep, until } from '../clock.js';
import { type Failure, failuresOf } from '../record/failure.js';
import type { Amendment, ReactionWish } from '../record/history.js';
import type { Recorder } from '../record/recorder.js';
import { recordAttempts } from './attempts.js';

const PASSWORD = 'correct horse battery';
const PATIENCE_MS = 60_000;

/** What was sent and acknowledged, to be sent again, edited, deleted or looked for. */
export interface Said {
  roomId: string;
  clientId: string;
  text: string;
  seq: number;
}

/** A user with a real client, that resends, resumes and moves by itself; what it shows and hears is written down. */
export class ChatClient {
  readonly rooms = new Map<string, Room>();
  readonly failures = new Map<string, Failure[]>();
  readonly said: Said[] = [];
  /** When the connection last came to be, and how many there have been. */
  onlineAt = 0;
  connections = 0;
  isReacting = false;

  private constructor(
    readonly name: string,
    readonly chat: ParleyClient,
    private readonly recorder: Recorder,
  ) {
    recorder.listen(this.ear, (name, handler) => chat.connection.on(name, handler));
    recordAttempts(chat.connection, this.id, recorder);
    chat.connection.on('server_info', () => {
      this.onlineAt = now();
      this.connections += 1;
    });
  }

  /** Registers at an entrance and connects. */
  static async register(url: string, name: string, recorder: Recorder): Promise<ChatClient> {
    const session = new Session({ url });
    await session.register(name, PASSWORD);
    // What the client calls a fault shows in what the checks find, if it is one.
    const chat = new ParleyClient({ session, onFault: () => undefined, requestTimeoutMs: 6_000 });
    const client = new ChatClient(name, chat, recorder);
    await chat.connect();
    return client;
  }

  get id(): string {
    return this.chat.me.id;
  }

  get ear(): string {
    return `${this.id}/0`;
  }

  get online(): boolean {
    return this.chat.connection.state.state === 'online';
  }

  /** Opens a room. Resolves when its page is there; throws when it does not come. */
  async enter(roomId: string, how: 'join_room' | 'watch_room' = 'join_room'): Promise<void> {
    this.rooms.get(roomId)?.close();
    const room = this.chat.open(roomId, how);
    this.rooms.set(roomId, room);
    const failures = this.failures.get(roomId) ?? [];
    this.failures.set(roomId, failures);
    let before = room.state.history;
    room.subscribe(() => {
      const { history } = room.state;
      if (history === before) return;
      failures.push(...failuresOf(before, history));
      const cameBack = before.syncState === 'stale' && history.syncState === 'live';
      if (cameBack && before.head && (history.head?.rev ?? 0) > before.head.rev) {
        this.recorder.history.clientCatchUps += 1;
      }
      before = history;
    });
    if (await Promise.race([room.ready.then(() => false), sleep(PATIENCE_MS, true)])) {
      const { connection } = this.chat;
      const { access, history } = room.state;
      const where = `connection ${JSON.stringify(connection.state)}, room ${access.state}, ${history.syncState}`;
      throw new Error(`${this.name} does not get into ${roomId}: ${where}`);
    }
  }

  /** Says something. The client keeps sending it until it is settled. */
  say(roomId: string, text: string): Promise<Said | null> {
    const room = this.rooms.get(roomId);
    if (!room) return Promise.resolve(null);
    const at = now();
    const { clientId, done } = room.send(text);
    this.recorder.history.sends.push({ userId: this.id, roomId, clientId, text, at, line: this.ear });
    return done.then(
      ({ seq }) => {
        const said = { roomId, clientId, text, seq };
        this.said.push(said);
        return said;
      },
      () => {
        // Refused for good. What becomes of it is the client's affair.
        for (const one of new Set([room, this.rooms.get(roomId)])) one?.discard(clientId);
        return null;
      },
    );
  }

  /** Sends once, past the outbox: a duplicate on purpose, or what must be refused. Null when it was. */
  async sendRaw(roomId: string, text: string, clientId: string = v7()): Promise<number | null> {
    const { sends } = this.recorder.history;
    if (!this.said.some((known) => known.clientId === clientId)) {
      sends.push({ userId: this.id, roomId, clientId, text, at: now(), line: null });
    }
    const answer = this.chat.connection.request('send_message', { roomId, message: text, clientId });
    return answer.then(
      ({ seq }) => seq,
      () => null,
    );
  }

  /** Reacts to a message, or takes that back, once: without an answer it may have been done or not. */
  async react(roomId: string, seq: number, emoji: string, on: boolean): Promise<void> {
    const room = this.rooms.get(roomId);
    if (!room) return;
    const wish: ReactionWish = { userId: this.id, roomId, seq, emoji, on, outcome: 'unknown' };
    this.recorder.history.reactionWishes.push(wish);
    this.isReacting = true;
    wish.outcome = await room.react(seq, emoji, on).then(
      () => 'done',
      (error: unknown) => (ParleyError.from(error).retry ? 'unknown' : 'refused'),
    );
    this.isReacting = false;
  }

  /** Gives a message another text, or null for none; tries until that is certain. */
  async amend({ roomId, seq, clientId }: Said, text: string | null): Promise<void> {
    const room = this.rooms.get(roomId);
    if (!room) return;
    const amendment: Amendment = {
      ...{ userId: this.id, roomId, seq, clientId, text },
      askedAt: now(),
      done: null,
    };
    this.recorder.history.amendments.push(amendment);
    await persist(
      async () => {
        const { rev } = await (text === null ? room.delete(seq) : room.edit(seq, text));
        amendment.done = { at: now(), rev };
      },
      PATIENCE_MS,
      500,
    ).catch(() => undefined);
  }

  /** A request over REST to an instance. Throws without an answer. */
  async fetch(origin: string, path: string, init: RequestInit = {}): Promise<Response> {
    const token = await this.chat.session.accessToken();
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    return fetch(new URL(path, origin), { ...init, headers, signal: AbortSignal.timeout(8_000) });
  }

  /** A second session of the same client, at an entrance. */
  async anotherSession(url: string): Promise<Session> {
    const session = new Session({ url });
    await session.logIn(this.name, PASSWORD);
    return session;
  }

  isOnlineWithin(ms: number): Promise<boolean> {
    return until(() => this.online, ms);
  }

  leave(): void {
    this.chat.disconnect();
  }
}
