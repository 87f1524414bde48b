import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { wireError } from '@parley/protocol';

/** How long a client may take to read why it was refused. */
const REFUSED_MS = 5_000;

type Handler = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/**
 * Requests with an `Upgrade`. Node.js hands over all of them, whatever they ask for. Those for a WebSocket at a path of ours
 * go there; other offers are ignored, as RFC 9110 (7.8) lets a server do, and the request is answered as any other.
 */
export class Upgrades {
  private readonly routes: { matches(path: string): boolean; handle: Handler }[] = [];

  add(matches: (path: string) => boolean, handle: Handler): void {
    this.routes.push({ matches, handle });
  }

  attach(server: Server): void {
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      if (!asksForWebSocket(request)) return ignoreOffer(server, request, socket, head);
      const path = request.url?.split('?')[0] ?? '';
      const route = this.routes.find(({ matches }) => matches(path));
      if (route) route.handle(request, socket, head);
      else refuse(socket);
    });
  }
}

/** RFC 6455, 4.1. A body could not go with it. */
function asksForWebSocket({ method, headers }: IncomingMessage): boolean {
  const offers = (headers.upgrade ?? '').toLowerCase().split(',');
  return method === 'GET' && offers.some((offer) => offer.trim() === 'websocket');
}

/** Puts the request back without its offer, and what came behind it, as if the connection were new. */
function ignoreOffer(server: Server, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const { method, url, httpVersion, rawHeaders } = request;
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? '';
    const value = rawHeaders[i + 1] ?? '';
    if (/^connection$/i.test(name)) lines.push(`${name}: ${withoutUpgrade(value)}`);
    else if (!/^upgrade$/i.test(name)) lines.push(`${name}: ${value}`);
  }
  // As they came: Node.js reads headers byte by byte.
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
  server.emit('connection', socket);
}

function withoutUpgrade(connection: string): string {
  const kept = connection.split(',').filter((option) => !/^(upgrade|http2-settings)$/i.test(option.trim()));
  return kept.length > 0 ? kept.join(',').trim() : 'keep-alive';
}

function refuse(socket: Duplex): void {
  const body = JSON.stringify({ success: false, error: wireError('not_found', 'There is no such route.') });
  // It may have gone, and it may never close its side, or never read: no limit of HTTP holds for it any more.
  socket.on('error', () => undefined);
  socket.once('finish', () => socket.destroy());
  setTimeout(() => socket.destroy(), REFUSED_MS).unref();
  socket.end(
    [
      'HTTP/1.1 404 Not Found',
      'Connection: close',
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'X-Content-Type-Options: nosniff',
      '',
      body,
    ].join('\r\n'),
  );
}
