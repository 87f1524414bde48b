import {
  type CommandName,
  commands,
  errors,
  type Input,
  type Output,
  type WireError,
} from '@parley/protocol';
import type { Socket } from 'socket.io-client';
import { ParleyError } from '../errors.js';

/** Asks over one socket. Settles exactly once: the result, or a ParleyError that says what is known. */
export function requestOver<N extends CommandName>(
  socket: Socket,
  name: N,
  input: Input<N>,
  timeoutMs: number,
): Promise<Output<N>> {
  return new Promise((resolve, reject) => {
    socket.timeout(timeoutMs).emit(name, input, (silence: Error | null, reply: unknown) => {
      if (silence) reject(unanswered(socket, name));
      else {
        try {
          resolve(readReply(name, reply));
        } catch (error) {
          reject(error);
        }
      }
    });
  });
}

/** The result in a reply. Throws the ParleyError it tells of instead, or `malformed`. */
export function readReply<N extends CommandName>(name: N, reply: unknown): Output<N> {
  if (isRecord(reply) && reply.ok === true) {
    const output = commands[name].output.safeParse(reply.data);
    // The table pairs each name with its output; the compiler loses the pairing at the look-up.
    if (output.success) return output.data as Output<N>;
  }
  if (isRecord(reply) && reply.ok === false && isWireError(reply.error)) {
    throw ParleyError.fromWire(reply.error);
  }
  throw new ParleyError(
    'malformed',
    `The answer to ${name} is not of the documented shape.`,
    false,
    'unknown',
  );
}

export function isWireError(value: unknown): value is WireError {
  if (!isRecord(value) || typeof value.code !== 'string' || !Object.hasOwn(errors, value.code)) return false;
  return typeof value.message === 'string' && typeof value.retry === 'boolean';
}

function unanswered(socket: Socket, name: CommandName): ParleyError {
  return socket.connected
    ? new ParleyError('timeout', `No answer to ${name} in time.`, true, 'unknown')
    : new ParleyError('disconnected', `The connection ended before an answer to ${name}.`, true, 'unknown');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
