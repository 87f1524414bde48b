import {
  type ClientFrame,
  type CommandName,
  frames,
  groupIdOf,
  type Input,
  LIMITS,
  type Output,
  type Reply,
  roomIdOf,
  type ServerFrame,
  wireError,
} from '@parley/protocol';
import type { RawData } from 'ws';
import type * as z from 'zod/mini';
import { Refusal, refuse } from '../../chat/refusal.js';
import type { CommandRouter } from '../commands/command-router.js';
import type { InputLimiter } from '../commands/input-limiter.js';
import { validInput } from '../commands/valid-input.js';
import type { WsConnection } from './ws-connection.js';
import { saidFrame } from './ws-encoder.js';

const FORMS: Readonly<Record<string, z.ZodMiniType<ClientFrame>>> = frames.client;

/** Translates: a frame into the command that every transport knows, and what is answered into a frame. */
export class WsFrames {
  constructor(
    private readonly router: CommandRouter,
    private readonly input: InputLimiter,
  ) {}

  receive(connection: WsConnection, data: RawData, isBinary: boolean): void {
    let received: unknown;
    try {
      received = isBinary ? refuse('bad_request', 'A frame is text, not binary.') : parse(String(data));
      this.perform(connection, readFrame(received));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const refused = this.input.refuse(connection, wireError(error.code, error.message));
      this.refuse(connection, { type: 'ERROR', ...refused, ...nameOf(received) });
    }
  }

  /** In its turn: before it is known who they are, clients hear of no frame (W1). */
  private refuse(connection: WsConnection, error: ServerFrame): void {
    const { authState } = connection;
    if (authState.state !== 'settling' || authState.queue.length >= LIMITS.queuedCommands)
      connection.answer(error);
    else authState.queue.push(() => connection.answer(error));
  }

  private perform(connection: WsConnection, frame: ClientFrame): void {
    switch (frame.type) {
      case 'SUBSCRIBE':
        // SUBSCRIBED is the encoder's: it stands before the first message that is heard.
        this.request(connection, frame, 'join_room', { roomId: roomIdOf(frame.groupId) });
        break;
      case 'UNSUBSCRIBE': {
        const roomId = roomIdOf(frame.groupId);
        const done = { type: 'UNSUBSCRIBED', groupId: groupIdOf(roomId) } as const;
        this.request(connection, frame, 'unwatch_room', { roomId }, () => done);
        break;
      }
      case 'MESSAGE': {
        const { groupId, message, clientId } = frame;
        const input = { roomId: roomIdOf(groupId), message, ...(clientId === undefined ? {} : { clientId }) };
        // A program that gave no clientId cannot send again, and hears what was said like all others.
        this.request(
          connection,
          frame,
          'send_message',
          input,
          clientId === undefined ? silence : storedFrame,
        );
        break;
      }
      case 'HISTORY': {
        const { type, groupId, ...query } = frame;
        const roomId = roomIdOf(groupId);
        this.request(connection, frame, 'read_history', { roomId, ...query }, ({ messages, hasMore }) => {
          return { type, groupId: groupIdOf(roomId), messages: messages.map(saidFrame), hasMore };
        });
        break;
      }
      case 'AUTHENTICATE':
        // CONNECTED is the encoder's too.
        this.request(connection, frame, 'authenticate', inputOf(frame));
    }
  }

  private request<N extends CommandName>(
    connection: WsConnection,
    frame: ClientFrame,
    name: N,
    input: Input<N>,
    answer: (output: Output<N>) => ServerFrame | null = silence,
  ): void {
    this.router.receive(connection, name, [input], (reply: Reply<unknown>) => {
      if (!reply.ok) return connection.answer({ type: 'ERROR', ...reply.error, ...nameOf(frame) });
      const told = answer(reply.data as Output<N>);
      if (told) connection.answer(told);
    });
  }
}

const silence = () => null;

function inputOf(frame: Extract<ClientFrame, { type: 'AUTHENTICATE' }>): Input<'authenticate'> {
  return 'token' in frame ? { token: frame.token } : { username: frame.username };
}

function storedFrame({ roomId, clientId, seq, timestamp, dup }: Output<'send_message'>): ServerFrame {
  return { type: 'STORED', groupId: groupIdOf(roomId), clientId, seq, timestamp, ...(dup ? { dup } : {}) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return refuse('bad_request', 'A frame is one JSON object.');
  }
}

function readFrame(received: unknown): ClientFrame {
  const { frame: type } = nameOf(received);
  if (type === undefined)
    refuse('bad_request', `A frame is one JSON object with a type: ${Object.keys(FORMS).join(', ')}.`);
  const form = Object.hasOwn(FORMS, type) ? FORMS[type] : undefined;
  return form
    ? validInput(form, received)
    : refuse('unknown_command', `There is no frame ${JSON.stringify(type)}.`);
}

/** How an error names the frame it answers, from whatever was sent. */
function nameOf(received: unknown): { frame?: string; groupId?: number | string; clientId?: string } {
  if (typeof received !== 'object' || received === null || Array.isArray(received)) return {};
  const { type, groupId, clientId } = received as Record<string, unknown>;
  const isShort = (text: unknown): text is string => typeof text === 'string' && text.length <= 64;
  return {
    ...(isShort(type) ? { frame: type } : {}),
    ...((typeof groupId === 'number' && Number.isFinite(groupId)) || isShort(groupId) ? { groupId } : {}),
    ...(isShort(clientId) ? { clientId } : {}),
  };
}
