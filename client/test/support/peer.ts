import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Socket, Server as SocketServer } from 'socket.io';
import { uuid } from './room-history.js';

type Answer = { status: number; body?: unknown };
export type Route = (body: Record<string, unknown>, request: IncomingMessage) => Answer;

/** How long a client that comes too often is told to wait, ms. */
export const PEER_WAIT_MS = 400;

/** The other side, as the protocol documents it: HTTP routes and sockets on one port of this machine. */
export class Peer {
  readonly requests: string[] = [];
  readonly sockets: Socket[] = [];
  /** Commands by name, as they came. */
  readonly commands: { name: string; input: Record<string, unknown> }[] = [];
  instances: string[] = [];
  /** What its clock shows; null: it is a server that does not tell. */
  clock: (() => number) | null = null;
  /** What refuses a handshake, by its token; null lets it in. */
  guard: (token: unknown) => string | null = () => null;
  /** Handshakes wait for it. */
  admission: Promise<void> = Promise.resolve();
  handshakes = 0;
  answer: (name: string, input: Record<string, unknown>) => unknown = () => ({});
  readonly routes: Record<string, Route> = {
    'POST /api/auth/guest': ({ username }) => ({ status: 201, body: signedIn(String(username), 1) }),
  };
  private readonly http: Server;
  private readonly io: SocketServer;

  constructor() {
    this.http = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const route = `${request.method} ${request.url}`;
        this.requests.push(route);
        const text = Buffer.concat(chunks).toString();
        const answer = this.routes[route]?.(text ? JSON.parse(text) : {}, request) ?? { status: 404 };
        response.writeHead(answer.status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(answer.body ?? null));
      });
    });
    this.io = new SocketServer(this.http, { serveClient: false });
    this.io.use((_socket, next) => {
      this.handshakes += 1;
      void this.admission.then(() => next());
    });
    this.io.use((socket, next) => {
      const code = this.guard(socket.handshake.auth.token);
      const later = code === 'rate_limited' ? { retry: true, retryAfterMs: PEER_WAIT_MS } : { retry: false };
      const data = { code, message: 'refused', ...later };
      next(code === null ? undefined : Object.assign(new Error(code), { data }));
    });
    this.io.on('connection', (socket) => this.receive(socket));
  }

  async listen(port = 0): Promise<string> {
    await new Promise<void>((resolve) => this.http.listen(port, '127.0.0.1', resolve));
    return this.url;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.http.address() as AddressInfo).port}`;
  }

  tell(name: string, ...args: unknown[]): void {
    this.io.emit(name, ...args);
  }

  async close(): Promise<void> {
    await this.io.close();
  }

  private receive(socket: Socket): void {
    this.sockets.push(socket);
    const now = this.clock ? { now: this.clock() } : {};
    socket.emit('server_info', { instance: 'peer', instances: this.instances, version: '0', ...now });
    socket.onAny((name: string, input: Record<string, unknown>, acknowledge?: (reply: unknown) => void) => {
      this.commands.push({ name, input });
      const reply = this.answer(name, input);
      if (reply !== 'silence') acknowledge?.(reply);
    });
  }
}

export function signedIn(username: string, turn: number): object {
  const user = { id: uuid(1), username, kind: 'guest', role: 'member' };
  return { accessToken: `access-${turn}`, refreshToken: `refresh-${turn}`, user };
}

export function refusal(code: string, retry = false): object {
  return { success: false, error: { code, message: code, retry } };
}
