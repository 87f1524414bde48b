import { ALIAS_ROOM, aliases, type ClientAlias, type Reply, wireError } from '@parley/protocol';
import { Refusal, refuse } from '../../chat/refusal.js';
import type { Answer, CommandRouter } from '../commands/command-router.js';
import type { InputLimiter } from '../commands/input-limiter.js';
import { validInput } from '../commands/valid-input.js';
import type { Connection } from '../connection/connection.js';
import type { FanOut } from '../delivery/fan-out.js';
import type { ConnectionLifecycle } from '../lifecycle/connection-lifecycle.js';
import { aliasEncoder } from './alias-encoder.js';

/** Translates the aliases of protocol/src/aliases.ts into commands. What they may do is the commands' matter. */
export class AliasAdapter {
  constructor(
    private readonly router: CommandRouter,
    private readonly lifecycle: ConnectionLifecycle,
    private readonly fanOut: FanOut,
    private readonly input: InputLimiter,
  ) {}

  isAlias(name: string): name is ClientAlias {
    return Object.hasOwn(aliases.client, name);
  }

  /** The first word of a connection was an alias: from here on it hears nothing else. */
  begin(connection: Connection): void {
    connection.encoder = aliasEncoder;
    if (!connection.caller) return;
    // It came with a token, so it was greeted before anybody knew how it speaks, and needs no name to come in.
    this.lifecycle.sendServerInfo(connection);
    void this.join(connection).then((entry) => {
      if (entry.ok) this.emitJoined(connection);
      else this.fanOut.emit(connection, 'error', { ...entry.error, command: 'join_room' });
    });
  }

  /** Like the router's: where the client asked for no acknowledgement, only a failure is told. */
  receive(connection: Connection, name: string, inputs: readonly unknown[], acknowledge?: Answer): void {
    void this.reply(connection, name, inputs).then((reply) => {
      if (acknowledge) acknowledge(reply);
      else if (!reply.ok)
        this.fanOut.emit(connection, 'error', { ...reply.error, command: name.slice(0, 64) });
    });
  }

  private async reply(
    connection: Connection,
    name: string,
    inputs: readonly unknown[],
  ): Promise<Reply<unknown>> {
    try {
      return await this.perform(connection, name, inputs);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { ok: false, error: this.input.refuse(connection, wireError(error.code, error.message)) };
    }
  }

  private perform(connection: Connection, name: string, inputs: readonly unknown[]): Promise<Reply<unknown>> {
    if (!this.isAlias(name)) {
      return refuse('unknown_command', 'A connection that begins with an alias goes on with aliases.');
    }
    if (inputs.length !== 1) refuse('bad_request', `${name} takes one object.`);
    if (name === 'client.setUsername') {
      return this.setUsername(connection, validInput(aliases.client[name], inputs[0]).username);
    }
    const { message } = validInput(aliases.client[name], inputs[0]);
    return this.request(connection, 'send_message', { roomId: ALIAS_ROOM, message });
  }

  private async setUsername(connection: Connection, username: string): Promise<Reply<unknown>> {
    const me = connection.caller;
    // A client that comes back with a token may say the name again.
    if (me?.username === username) return { ok: true, data: { userId: me.id, username } };
    // The second is begun before the first is done: what is said in the same breath finds the room open.
    const [identity, entry] = await Promise.all([
      this.request(connection, 'authenticate', { username }),
      this.join(connection),
    ]);
    if (!identity.ok) return identity;
    if (!entry.ok) return entry;
    this.emitJoined(connection);
    return identity;
  }

  private join(connection: Connection): Promise<Reply<unknown>> {
    return this.request(connection, 'join_room', { roomId: ALIAS_ROOM });
  }

  /** The others hear of it as of all who come to a room, which they do not hear of themselves. */
  private emitJoined(connection: Connection): void {
    const me = connection.caller;
    if (!me) return;
    this.fanOut.emit(connection, 'user_joined', { roomId: ALIAS_ROOM, userId: me.id, username: me.username });
  }

  private request(connection: Connection, name: string, input: object): Promise<Reply<unknown>> {
    return new Promise((resolve) => this.router.receive(connection, name, [input], resolve));
  }
}
