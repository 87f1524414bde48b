import type { EventArgs, EventName } from '@parley/protocol';
import type { DefaultEventsMap, Server, Socket } from 'socket.io';
import type { Caller } from '../chat/caller.js';

type ServerEvents = { [N in EventName]: (...args: EventArgs<N>) => void };

/** A command that came while `authenticate` was being settled. */
export type Queued = () => void;

/** Who a socket is. An identity, once known, never changes. */
export type Standing =
  | { state: 'anonymous'; deadline: NodeJS.Timeout | null }
  | { state: 'settling'; queue: Queued[] }
  | { state: 'known'; me: Caller };

export interface SocketData {
  standing: Standing;
  /** The last of the commands that must not overtake each other, while one runs. */
  turn: Promise<void> | null;
  /** The other commands under way. */
  running: Set<Promise<void>>;
}

export type ChatSocket = Socket<DefaultEventsMap, ServerEvents, DefaultEventsMap, SocketData>;
export type ChatServer = Server<DefaultEventsMap, ServerEvents, DefaultEventsMap, SocketData>;

/** The socket's person, or null before it has one. */
export function callerOf(socket: ChatSocket): Caller | null {
  return socket.data.standing.state === 'known' ? socket.data.standing.me : null;
}
