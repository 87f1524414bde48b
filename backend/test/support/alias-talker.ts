import { type AliasPayload, aliases, type Reply, type ServerAlias } from '@parley/protocol';
import { Talker } from './talker.js';

/** A program on a stock socket.io-client that knows the words of protocol/src/aliases.ts and no others. */
export class AliasTalker {
  private constructor(readonly talker: Talker) {}

  static open(url: string, options?: Parameters<typeof Talker.open>[1]): AliasTalker {
    return new AliasTalker(Talker.open(url, options));
  }

  /** Connects, and comes in by a name. */
  static async named(url: string, username: string): Promise<AliasTalker> {
    const alias = AliasTalker.open(url);
    const reply = await alias.ask('client.setUsername', { username });
    if (!reply.ok) throw new Error(`${username}: ${reply.error.code}`);
    return alias;
  }

  say(name: string, ...args: unknown[]): void {
    this.talker.socket.emit(name, ...args);
  }

  ask(name: string, ...args: unknown[]): Promise<Reply<unknown>> {
    return this.talker.askAnything(name, ...args);
  }

  /** What was heard by that name so far, each of its documented shape. */
  all<N extends ServerAlias>(name: N): AliasPayload<N>[] {
    return this.talker.heard
      .filter((event) => event.name === name)
      .map(({ args: [payload] }) => aliases.server[name].parse(payload) as AliasPayload<N>);
  }

  /** Waits for one, earlier ones too. */
  async hear<N extends ServerAlias>(
    name: N,
    matches: (payload: AliasPayload<N>) => boolean = () => true,
  ): Promise<AliasPayload<N>> {
    const [payload] = await this.talker.hear(name, matches as (...args: never[]) => boolean);
    return aliases.server[name].parse(payload) as AliasPayload<N>;
  }

  close(): void {
    this.talker.close();
  }
}
