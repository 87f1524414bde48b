import {
  type CommandName,
  commands,
  type Input,
  LIMITS,
  type Reply,
  type WireError,
  wireError,
} from '@parley/protocol';
import type { RateLimit } from '../chat/ports/rate-limit.js';
import { Refusal, refuse } from '../chat/refusal.js';
import { isUnreachable } from '../chat/unreachable.js';
import type { Authenticator } from './authenticator.js';
import type { CommandMiddleware } from './command-middleware.js';
import { rateOf } from './command-rates.js';
import type { Connection } from './connection.js';
import type { FanOut } from './fan-out.js';
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

export type Answer = (reply: Reply<unknown>) => void;

/**
 * The one way in for commands: checks the form and the rate, finds the handler, answers exactly once. A refusal is an answer; what
 * else is thrown is a bug, logged in full and told as `internal`.
 */
export class CommandRouter {
  private readonly handlers: ReturnType<typeof handlersOf>;

  constructor(
    gateways: readonly object[],
    private readonly authenticator: Authenticator,
    private readonly fanOut: FanOut,
    private readonly limits: RateLimit,
    private readonly middleware: CommandMiddleware | null,
  ) {
    this.handlers = handlersOf(gateways);
  }

  /** Where the client asked for no acknowledgement, only a failure is told, as the event `error`. */
  receive(connection: Connection, name: string, inputs: readonly unknown[], acknowledge?: Answer): void {
    const answer: Answer = (reply) => {
      if (acknowledge) acknowledge(reply);
      else if (!reply.ok)
        this.fanOut.tell(connection, 'error', {
          ...reply.error,
          command: name.slice(0, 64),
          ...idsIn(inputs[0]),
        });
    };
    const { standing } = connection;
    if (standing.state === 'settling' && name !== 'authenticate') {
      if (standing.queue.length >= LIMITS.queuedCommands)
        answer({ ok: false, error: wireError('overloaded') });
      else standing.queue.push(() => void this.run(connection, name, inputs, answer));
      return;
    }
    void this.run(connection, name, inputs, answer);
  }

  /** Commands that change where one is wait for all before them; the others for such changes, not for each other. */
  private async run(
    connection: Connection,
    name: string,
    inputs: readonly unknown[],
    answer: Answer,
  ): Promise<void> {
    const { turn, running } = connection;
    const reply = () => this.reply(connection, name, inputs, answer);
    if (!MOVES.has(name)) {
      const done = turn ? turn.then(reply) : reply();
      running.add(done);
      await done.finally(() => running.delete(done));
      return;
    }
    // Whoever says goodbye and leaves has said goodbye.
    const done = Promise.all([turn, ...running]).then(reply);
    connection.turn = done;
    await done;
    if (connection.turn === done) connection.turn = null;
  }

  private async reply(
    connection: Connection,
    name: string,
    inputs: readonly unknown[],
    answer: Answer,
  ): Promise<void> {
    const outcome = () => this.outcome(connection, name, inputs);
    answer(await (this.middleware ? this.middleware({ connection, name, inputs }, outcome) : outcome()));
  }

  private async outcome(
    connection: Connection,
    name: string,
    inputs: readonly unknown[],
  ): Promise<Reply<unknown>> {
    try {
      return { ok: true, data: await this.perform(connection, name, inputs) };
    } catch (error) {
      return { ok: false, error: this.toWire(error) };
    }
  }

  private async perform(connection: Connection, name: string, inputs: readonly unknown[]): Promise<unknown> {
    const me = connection.caller;
    if (name === 'authenticate')
      return this.authenticator.authenticate(connection, parse('authenticate', inputs));
    const handler = this.handlers.get(name);
    if (!me) return refuse('unauthenticated');
    if (!handler)
      return refuse('unknown_command', `There is no command ${JSON.stringify(name.slice(0, 64))}.`);
    const input = parse(name as Handled, inputs);
    const rate = rateOf(name as Handled);
    if (rate) await this.limits.take(rate, me.id);
    return handler(input, me, connection);
  }

  private toWire(error: unknown): WireError {
    if (error instanceof Refusal) return wireError(error.code, error.message, error.retryAfterMs);
    if (isUnreachable(error)) return wireError('unavailable');
    this.fanOut.fault(error);
    return wireError('internal');
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
