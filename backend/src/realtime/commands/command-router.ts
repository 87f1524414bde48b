import {
  type CommandName,
  commands,
  type Input,
  LIMITS,
  type Reply,
  type WireError,
  wireError,
} from '@parley/protocol';
import type { RateLimit } from '../../chat/ports/rate-limit.js';
import { Refusal, refuse } from '../../chat/refusal.js';
import { isUnavailable } from '../../errors/unavailable.js';
import type { Command } from '../connection/command-queue.js';
import type { Connection } from '../connection/connection.js';
import type { FanOut } from '../delivery/fan-out.js';
import type { Authenticator } from './authenticator.js';
import type { CommandMiddleware } from './command-middleware.js';
import { rateOf } from './command-rates.js';
import type { InputLimiter } from './input-limiter.js';
import { type Handled, handlersOf } from './on.js';
import { validInput } from './valid-input.js';

/** So that `create_room`, `join_room` and `send_message` in one breath find each other in the right order. */
const MOVES: ReadonlySet<string> = new Set<Handled>([
  'create_room',
  'join_room',
  'watch_room',
  'unwatch_room',
  'leave_room',
  'sync',
]);

/** Their answers, or what is told with them, may be large. */
const LARGE: ReadonlySet<string> = new Set<Handled>([
  'read_history',
  'read_reactions',
  'sync',
  'join_room',
  'watch_room',
]);

export type Answer = (reply: Reply<unknown>) => void;

/** A command whose name and form are right. */
interface Read {
  name: CommandName;
  input: unknown;
}

/**
 * The one way in for commands: checks the form and the rate, finds the handler, answers exactly once. A refusal is an answer; what
 * else is thrown is a bug, logged in full and told as `internal`.
 */
export class CommandRouter {
  private readonly handlers: ReturnType<typeof handlersOf>;

  constructor(
    groups: readonly object[],
    private readonly authenticator: Authenticator,
    private readonly fanOut: FanOut,
    private readonly limits: RateLimit,
    private readonly input: InputLimiter,
    private readonly middleware: CommandMiddleware | null,
  ) {
    this.handlers = handlersOf(groups);
  }

  /** Where the client asked for no acknowledgement, only a failure is told, as the event `error`. */
  receive(connection: Connection, name: string, inputs: readonly unknown[], acknowledge?: Answer): void {
    // Not the inputs themselves, of which one that is malformed may be large.
    const ids = idsIn(inputs[0]);
    const answer: Answer = (reply) => {
      if (acknowledge) acknowledge(reply);
      else if (!reply.ok)
        this.fanOut.emit(connection, 'error', { ...reply.error, command: name.slice(0, 64), ...ids });
    };
    const { authState } = connection;
    const turnAway: Command['refuse'] = (code) => answer({ ok: false, error: wireError(code) });
    const begin = this.begin(connection, name, inputs, answer, turnAway);
    if (authState.state !== 'settling' || name === 'authenticate') begin();
    else if (authState.queue.length >= LIMITS.queuedCommands) turnAway('overloaded');
    else authState.queue.push(begin);
  }

  /** Its form is judged before it waits for anything: what is refused for that takes no place among the commands. */
  private begin(
    connection: Connection,
    name: string,
    inputs: readonly unknown[],
    answer: Answer,
    turnAway: Command['refuse'],
  ): () => void {
    try {
      const read = this.read(connection, name, inputs);
      const run = () => this.reply(connection, name, inputs, () => this.outcome(connection, read), answer);
      const command = { exclusive: MOVES.has(name), input: read.input, run, refuse: turnAway };
      return () => connection.commands.push(command);
    } catch (error) {
      const refused = async () => this.refusal(connection, error);
      const ids = [idsIn(inputs[0])];
      return () => void this.reply(connection, name, ids, refused, answer);
    }
  }

  /** @throws Refusal for what is refused whatever stands before it */
  private read(connection: Connection, name: string, inputs: readonly unknown[]): Read {
    if (name === 'authenticate') return { name, input: parse(name, inputs) };
    if (connection.authState.state === 'anonymous') refuse('unauthenticated');
    if (!this.isHandled(name))
      return refuse('unknown_command', `There is no command ${JSON.stringify(name.slice(0, 64))}.`);
    return { name, input: parse(name, inputs) };
  }

  private isHandled(name: string): name is Handled {
    return this.handlers.has(name);
  }

  private async reply(
    connection: Connection,
    name: string,
    inputs: readonly unknown[],
    outcome: () => Promise<Reply<unknown>>,
    answer: Answer,
  ): Promise<void> {
    answer(await (this.middleware ? this.middleware({ connection, name, inputs }, outcome) : outcome()));
  }

  private async outcome(connection: Connection, read: Read): Promise<Reply<unknown>> {
    try {
      return { ok: true, data: await this.perform(connection, read) };
    } catch (error) {
      return this.refusal(connection, error);
    }
  }

  private async perform(connection: Connection, { name, input }: Read): Promise<unknown> {
    if (name === 'authenticate')
      return this.authenticator.authenticate(connection, input as Input<'authenticate'>);
    const me = connection.caller;
    const handler = this.handlers.get(name);
    // It waited for an `authenticate` that was refused.
    if (!me || !handler) return refuse('unauthenticated');
    const rate = rateOf(name);
    if (rate) await this.limits.take(rate, me.id);
    const answer = () => handler(input, me, connection);
    return LARGE.has(name) ? connection.paceOf(answer, name === 'join_room') : answer();
  }

  private refusal(connection: Connection, error: unknown): Reply<unknown> {
    return { ok: false, error: this.input.refuse(connection, this.toWire(error)) };
  }

  private toWire(error: unknown): WireError {
    if (error instanceof Refusal) return wireError(error.code, error.message, error.retryAfterMs);
    this.fanOut.fault(error);
    return wireError(isUnavailable(error) ? 'unavailable' : 'internal');
  }
}

function parse<N extends CommandName>(name: N, inputs: readonly unknown[]): Input<N> {
  if (inputs.length !== 1) refuse('bad_request', `${name} takes one object.`);
  return validInput<unknown>(commands[name].input, inputs[0]) as Input<N>;
}

/** What an `error` event can say about the command it answers, from whatever was sent. */
function idsIn(input: unknown): { roomId?: string; clientId?: string } {
  if (typeof input !== 'object' || input === null) return {};
  const { roomId, clientId } = input as { roomId?: unknown; clientId?: unknown };
  return {
    ...(typeof roomId === 'string' && roomId.length <= 64 ? { roomId } : {}),
    ...(typeof clientId === 'string' && clientId.length <= 64 ? { clientId } : {}),
  };
}
