import { createServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { Redis } from 'ioredis';
import { type WebSocket, WebSocketServer } from 'ws';
import { readEnvironment } from '../server/environment.js';
import { identify, type Me } from '../server/identify.js';
import { Numbered } from '../server/numbered.js';
import { serve } from '../server/serve.js';
import { Rooms } from './rooms.js';

type Frame =
  | { type: 'SUBSCRIBE'; groupId: string }
  | { type: 'MESSAGE'; groupId: string; message: string; id: number };

const environment = readEnvironment();
const http = createServer();
const publisher = new Redis(environment.redisUrl, { enableAutoPipelining: true });
const rooms = new Rooms(publisher.duplicate());
const numbered = new Numbered();
const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, clientTracking: false });

http.on('upgrade', (request, line, head) => {
  let me: Me;
  try {
    me = identify(request.headers.authorization?.replace('Bearer ', ''), environment.tokenKey);
  } catch {
    line.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
    return;
  }
  sockets.handleUpgrade(request, line, head, (socket) => listen(socket, line, me));
});

function listen(socket: WebSocket, line: Duplex, me: Me): void {
  socket.on('error', () => socket.terminate());
  const entered = new Set<string>();
  socket.on('close', () => rooms.leave(entered, line));
  socket.on('message', async (data) => {
    const frame: Frame = JSON.parse(String(data));
    if (frame.type === 'SUBSCRIBE') {
      entered.add(frame.groupId);
      await rooms.enter(frame.groupId, line);
      socket.send(JSON.stringify({ type: 'SUBSCRIBED', groupId: frame.groupId }));
      return;
    }
    const { groupId, message, id } = frame;
    const said = numbered.next(me, { roomId: groupId, message });
    await publisher.publish(groupId, JSON.stringify({ type: 'MESSAGE', ...said }));
    socket.send(JSON.stringify({ type: 'SENT', id }));
  });
}

serve(http, environment.port, async () => {
  http.closeAllConnections();
  await Promise.all([publisher.quit(), rooms.close()]);
});
