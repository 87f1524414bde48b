import { createServer } from 'node:http';
import type { Message } from '@parley/protocol';
import { createAdapter } from '@socket.io/redis-adapter';
import { Redis } from 'ioredis';
import { Server, type ServerOptions, type Socket } from 'socket.io';
import type { Environment } from './environment.js';
import { identify, type Me } from './identify.js';
import type { Said } from './numbered.js';
import { serve } from './serve.js';

type Acknowledge = (reply: { ok: true; data: object } | { ok: false; error: { code: string } }) => void;
interface Heard {
  join_room: (input: { roomId: string }, acknowledge: Acknowledge) => void;
  send_message: (input: Said, acknowledge: Acknowledge) => void;
}
interface Told {
  message: (message: Message) => void;
}
type PeerServer = Server<Heard, Told, Record<string, never>, { me: Me }>;
type PeerSocket = Socket<Heard, Told, Record<string, never>, { me: Me }>;

/** Its documentation's advice for many connections; the table of README.md has the reasons. */
const SETTINGS: Partial<ServerOptions> = {
  transports: ['websocket'],
  perMessageDeflate: false,
  httpCompression: false,
  serveClient: false,
};

/** What becomes of a text before everybody hears of it. */
export type Take = (me: Me, said: Said) => Message | Promise<Message>;

/**
 * Socket.IO with its Redis adapter as one writes it by hand, in Parley's own words: `join_room`, `send_message`,
 * `message`. A message goes to its room first, then its sender is answered.
 */
export function serveSocketIo(environment: Environment, take: Take, close: () => Promise<unknown>): void {
  const http = createServer();
  const publisher = new Redis(environment.redisUrl);
  const subscriber = publisher.duplicate();
  const io: PeerServer = new Server(http, { ...SETTINGS, adapter: createAdapter(publisher, subscriber) });
  // As its documentation advises, to save memory.
  io.engine.on('connection', (connection: { request: unknown }) => {
    connection.request = null;
  });
  io.use((socket, next) => {
    try {
      socket.data.me = identify(socket.handshake.auth.token, environment.tokenKey);
      next();
    } catch {
      next(new Error('bad_token'));
    }
  });
  io.on('connection', (socket) => listen(io, socket, take));
  serve(http, environment.port, async () => {
    await io.close();
    await Promise.all([publisher.quit(), subscriber.quit(), close()]);
  });
}

function listen(io: PeerServer, socket: PeerSocket, take: Take): void {
  socket.on('join_room', async ({ roomId }, acknowledge) => {
    await socket.join(roomId);
    acknowledge({ ok: true, data: {} });
  });
  socket.on('send_message', async (said, acknowledge) => {
    try {
      const message = await take(socket.data.me, said);
      io.to(said.roomId).emit('message', message);
      acknowledge({ ok: true, data: message });
    } catch {
      acknowledge({ ok: false, error: { code: 'unavailable' } });
    }
  });
}
