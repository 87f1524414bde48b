import type { Message, Room } from '@parley/protocol';
import { ParleyClient, type ParleyClientOptions } from '../../src/index.js';
import { Session } from '../../src/session/session.js';
import { Peer } from './peer.js';
import { EPOCH, message, RoomHistory, uuid } from './room-history.js';

const MOST = 400;

/** A server with the room `tea`, of as many messages as `rev` says, all of person 2; and me, connected to it. */
export interface Tea {
  peer: Peer;
  session: Session;
  client: ParleyClient;
  faults: unknown[];
  rev: number;
  epoch: string;
  /** Says so many more messages, to all who listen. */
  say(count: number): void;
  /** The connection breaks, and so many are said meanwhile. */
  loseWhile(count: number): void;
  stop(): Promise<void>;
}

export async function openTea(rev: number, options: Partial<ParleyClientOptions> = {}): Promise<Tea> {
  const history = new RoomHistory(Array.from({ length: MOST }, () => ({ kind: 'message', person: 2 })));
  const peer = new Peer();
  const faults: unknown[] = [];
  const session = new Session({ url: await peer.listen() });
  await session.enterAsGuest('Ada');
  const client = new ParleyClient({
    session,
    backoff: { baseMs: 10, capMs: 20 },
    outbox: { backoff: { baseMs: 1, capMs: 5 } },
    requestTimeoutMs: 500,
    onFault: (error) => void faults.push(error),
    ...options,
  });
  const tea: Tea = {
    ...{ peer, session, client, faults, rev, epoch: EPOCH },
    say(count) {
      const rows = history.changes.slice(tea.rev, tea.rev + count).map(({ row }) => row);
      tea.rev += count;
      for (const row of rows) peer.tell('message', row);
    },
    loseWhile(count) {
      tea.rev += count;
      for (const socket of peer.sockets) socket.disconnect(true);
    },
    async stop() {
      client.disconnect();
      await peer.close();
    },
  };
  for (let after = 0; after <= MOST; after += 1) {
    peer.routes[`GET /api/chat/tea/history?after=${after}&limit=100`] = () => {
      const messages = history.messages(after, tea.rev).slice(0, 100);
      return { status: 200, body: { success: true, messages, ...cursors(messages, tea.rev) } };
    };
  }
  peer.answer = (name, input) => {
    const head = { epoch: tea.epoch, rev: tea.rev };
    const { messages } = history.page(tea.rev);
    if (name === 'join_room' || name === 'watch_room') {
      peer.tell('message_history', messages, { roomId: 'tea', ...head });
      return { ok: true, data: { room: teaRoom(tea), ...head } };
    }
    if (name === 'sync') {
      const asked = (input.rooms as Record<string, { rev: number }>).tea;
      const rooms = asked ? { tea: { status: 'reload', ...head, messages } } : {};
      return { ok: true, data: { rooms, mine: [teaRoom(tea)] } };
    }
    if (name === 'send_message') {
      tea.rev += 1;
      const mine = {
        ...message(tea.rev, tea.rev, uuid(1)),
        clientId: input.clientId,
        message: input.message,
      };
      return { ok: true, data: mine };
    }
    return { ok: true, data: {} };
  };
  await client.connect();
  return tea;
}

function cursors(messages: readonly Message[], last: number): object {
  const [before, after] = [messages[0]?.seq ?? 0, messages.at(-1)?.seq ?? 0];
  return { hasMore: after < last, hasOlder: before > 1, hasNewer: after < last, before, after };
}

/** The room, of as many messages as its `rev`. */
export function teaRoom({ epoch, rev }: { epoch: string; rev: number }): Room {
  return {
    ...{ id: 'tea', name: 'Tea', kind: 'public', topic: '', role: 'member', peer: null },
    ...{ epoch, rev, lastSeq: rev, lastAt: 1_000, readSeq: 0 },
  };
}
