import type { Reply } from '@parley/protocol';
import type { Connection } from '../connection/connection.js';

/** A command as it came, of whatever form. */
export interface ReceivedCommand {
  connection: Connection;
  name: string;
  inputs: readonly unknown[];
}

/** Stands around every command that is run. `run` never rejects; its reply is to be handed on. */
export type CommandMiddleware = (
  command: ReceivedCommand,
  run: () => Promise<Reply<unknown>>,
) => Promise<Reply<unknown>>;
