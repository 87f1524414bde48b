import { commands, RoomId } from '@parley/protocol';
import type { CommandMiddleware, ReceivedCommand } from './command-middleware.js';

/** What may be told of a command: never a text, a token or anything else of its input but the room's id. */
export interface CommandLine {
  command: string;
  username: string | null;
  userId: string | null;
  roomId: string | null;
  /** `ok`, or the code of the error. */
  outcome: string;
  /** From its turn to its reply. */
  ms: number;
}

/** Writes one line for each command, when it is done. */
export function logCommands(log: (line: CommandLine) => void): CommandMiddleware {
  return async (command, run) => {
    const began = performance.now();
    const reply = await run();
    // After the run: `authenticate` gives the connection its person.
    const { caller } = command.connection;
    log({
      command: Object.hasOwn(commands, command.name) ? command.name : 'unknown',
      username: caller?.username ?? null,
      userId: caller?.id ?? null,
      roomId: roomOf(command),
      outcome: reply.ok ? 'ok' : reply.error.code,
      ms: Math.round((performance.now() - began) * 10) / 10,
    });
    return reply;
  };
}

function roomOf({ inputs: [input] }: ReceivedCommand): string | null {
  if (typeof input !== 'object' || input === null || !('roomId' in input)) return null;
  const { success, data } = RoomId.safeParse(input.roomId);
  return success ? data : null;
}
