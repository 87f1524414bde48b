import { errors, HANDSHAKE_REFUSALS, LIMITS } from '@parley/protocol';
import { aliasChannel } from './alias-channel.js';
import { frameChannel } from './frame-channel.js';
import { describeRefusals, ERROR_SHAPE } from './refusals.js';
import { SchemaBook } from './schema-book.js';
import { socketChannel } from './socket-channel.js';

const ABOUT = `What is said live on a Parley server: by Socket.IO, version 4, over websocket or polling, and by plain WebSocket for
programs without one. For rooms, people and history over HTTP see /api/openapi.json.

A token in the handshake, \`auth: { token }\`, gives the socket its identity before anything else. Without one a socket is
anonymous: only \`authenticate\` is taken, and after 5 s it is closed.`;

/** Sockets as AsyncAPI 3, made of the protocol's tables. Written as the server is: it receives commands, it sends events. */
export function asyncApi(version: string) {
  // Draft 7 is the dialect AsyncAPI speaks itself.
  const book = new SchemaBook('draft-7');
  const [sockets, frames, aliases] = [socketChannel(book), frameChannel(book), aliasChannel(book)];
  return {
    asyncapi: '3.0.0',
    info: { title: 'Parley live', version, description: ABOUT, license: { name: 'MIT' } },
    defaultContentType: 'application/json',
    servers: {
      socketio: {
        host: '{host}',
        pathname: '/socket.io/',
        protocol: 'socket.io',
        protocolVersion: '4',
        title: 'Socket.IO',
        description: `A handshake may be refused (\`connect_error\`) with:\n\n${describeRefusals(HANDSHAKE_REFUSALS)}`,
        variables: { host: HOST },
        security: [{ $ref: '#/components/securitySchemes/token' }],
      },
      ws: {
        host: '{host}',
        pathname: '/ws',
        protocol: 'ws',
        title: 'Plain WebSocket',
        description:
          'Without an `Authorization` header one is a guest at once, where guests are allowed. Otherwise, and at `/ws?guest=off`, the first frame is `AUTHENTICATE`, within 5 s.',
        variables: { host: HOST },
        security: [{ $ref: '#/components/securitySchemes/bearer' }],
      },
    },
    channels: { socketio: sockets.channel, ws: frames.channel, aliases: aliases.channel },
    operations: { ...sockets.operations, ...frames.operations, ...aliases.operations },
    components: {
      schemas: { Error: ERROR_SHAPE, ...book.components },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        token: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'In the handshake: `io(url, { auth: { token } })`.',
        },
      },
    },
    'x-errors': errors,
    'x-limits': LIMITS,
  };
}

const HOST = { default: 'localhost:3000', description: 'The address of any instance.' };
