import type { DefaultEventsMap, Server, Socket } from 'socket.io';
import type { SocketIoConnection } from './socket-io-connection.js';

interface SocketData {
  connection: SocketIoConnection;
}

export type ChatSocket = Socket<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, SocketData>;
export type ChatServer = Server<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, SocketData>;
