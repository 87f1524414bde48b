import { io, type Socket } from 'socket.io-client';
import type { LiveLog } from './live-log.js';

const ANSWER_WITHIN_MS = 10_000;

/** A connection of the console. What it hears goes into the log. */
export interface ConsoleConnection {
  say(name: string, input: unknown): Promise<void>;
  close(): void;
}

interface ConnectionHandlers {
  open(): void;
  closed(): void;
}

/** Socket.IO: commands and events, or aliases. `token` null: a guest of the aliases, who comes in by its first word. */
export function openSocket(
  token: string | null,
  log: LiveLog,
  handlers: ConnectionHandlers,
): ConsoleConnection {
  const auth = token === null ? {} : { token };
  const socket = io(location.origin, {
    auth,
    // Polling first and upwards from there: where no websocket gets through, nothing is waited for.
    reconnection: false,
    forceNew: true,
  });
  socket.on('connect', handlers.open);
  socket.on('connect_error', (error) => {
    log.add({ kind: 'fault', name: 'connect_error', value: 'data' in error ? error.data : error.message });
    socket.disconnect();
    handlers.closed();
  });
  socket.on('disconnect', (reason) => {
    log.add({ kind: 'note', name: `Closed: ${reason}` });
    handlers.closed();
  });
  socket.onAny((name: string, ...args: unknown[]) =>
    log.add({ kind: 'heard', name, value: args.length === 1 ? args[0] : args }),
  );
  return { say: (name, input) => ask(socket, log, name, input), close: () => void socket.disconnect() };
}

async function ask(socket: Socket, log: LiveLog, name: string, input: unknown): Promise<void> {
  log.add({ kind: 'sent', name, value: input });
  const from = performance.now();
  try {
    const reply: { ok?: boolean } = await socket.timeout(ANSWER_WITHIN_MS).emitWithAck(name, input);
    log.add({ kind: reply.ok ? 'answer' : 'fault', name, value: reply, tookMs: performance.now() - from });
  } catch {
    log.add({ kind: 'fault', name, value: 'No answer came in 10 s.' });
  }
}

/** Plain WebSocket. Browsers send no Authorization header there, so the first frame says who one is. */
export function openPlain(token: string, log: LiveLog, handlers: ConnectionHandlers): ConsoleConnection {
  const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/ws?guest=off`);
  const send = (frame: unknown, shown: unknown) => {
    socket.send(JSON.stringify(frame));
    log.add({ kind: 'sent', name: typeOf(frame), value: shown });
  };
  socket.onopen = () => send({ type: 'AUTHENTICATE', token }, { type: 'AUTHENTICATE', token: '…' });
  socket.onmessage = ({ data }) => {
    const frame: unknown = JSON.parse(String(data));
    const name = typeOf(frame);
    if (name === 'CONNECTED') handlers.open();
    log.add({ kind: name === 'ERROR' ? 'fault' : 'heard', name, value: frame });
  };
  socket.onclose = ({ code, reason }) => {
    log.add({ kind: 'note', name: `Closed: ${[code, reason].filter(Boolean).join(' ')}` });
    handlers.closed();
  };
  return { say: async (_name, frame) => send(frame, frame), close: () => socket.close() };
}

function typeOf(frame: unknown): string {
  const { type } = frame as { type?: unknown };
  return typeof type === 'string' ? type : 'a frame';
}
