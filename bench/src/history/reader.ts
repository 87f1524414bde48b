import { Agent, get } from 'node:http';
import { Wire } from '../load/wire.js';
import { answeredIn, asking, overEngineIo } from '../target/engine-io.js';
import { parleyDialect } from '../target/parley-dialect.js';

export interface Page {
  room: string;
  /** Exclusive; the newest page without it. */
  before?: number;
}

/** Asks for one page of 50 after another, on one connection. */
export interface Reader {
  /** The page as text. */
  read(page: Page): Promise<string>;
  close(): void;
}

export function restReader(port: number, token: string): Reader {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const headers = { authorization: `Bearer ${token}` };
  return {
    read: ({ room, before }) =>
      new Promise((resolve, reject) => {
        const path = `/api/chat/${room}/history?limit=50${before === undefined ? '' : `&before=${before}`}`;
        get({ host: '127.0.0.1', port, path, agent, headers }, (answer) => {
          const pieces: Buffer[] = [];
          answer.on('data', (piece: Buffer) => pieces.push(piece));
          answer.once('error', reject);
          answer.once('end', () => resolve(Buffer.concat(pieces).toString()));
        }).once('error', reject);
      }),
    close: () => agent.destroy(),
  };
}

/** On a socket, which watches the rooms it was given. */
export function socketReader(port: number, token: string, rooms: readonly string[]): Promise<Reader> {
  const waiting = new Map<number, (text: string) => void>();
  let asked = 0;
  return new Promise((resolve, reject) => {
    const seat = { port, token, rooms: [], role: 'hears' as const };
    const { path } = parleyDialect.request(seat);
    const ask = (name: string, input: object) =>
      new Promise<string>((answer) => {
        const id = asked++;
        waiting.set(id, answer);
        wire.send(asking(id, name, JSON.stringify(input)));
      });
    const reader: Reader = {
      read: ({ room, before }) =>
        ask('read_history', { roomId: room, limit: 50, ...(before === undefined ? {} : { before }) }),
      close: () => wire.close(),
    };
    const line = { send: (text: string) => wire.send(text), entered: () => undefined, failed: fail };
    const conversation = overEngineIo(token, line, {
      connected() {
        Promise.all(rooms.map((roomId) => ask('watch_room', { roomId }))).then(() => resolve(reader), reject);
      },
      hear(text) {
        const id = answeredIn(text);
        if (id === null) return;
        waiting.get(id)?.(text);
        waiting.delete(id);
      },
    });
    const wire = new Wire(
      { port, path, delivery: parleyDialect.delivery, whole: false },
      {
        opened: () => conversation.opened(),
        text: (payload) => conversation.hear(payload.toString()),
        closed: (why) => why !== null && fail(why),
      },
    );
    function fail(why: string): void {
      reject(new Error(why));
    }
  });
}
