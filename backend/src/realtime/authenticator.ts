import type { Input, Output } from '@parley/protocol';
import type { EnterAsGuest } from '../chat/accounts/enter-as-guest.js';
import type { Identify } from '../chat/accounts/identify.js';
import type { Caller } from '../chat/caller.js';
import type { RateLimit } from '../chat/ports/rate-limit.js';
import { refuse } from '../chat/refusal.js';
import type { Connection, Queued } from './connection.js';
import type { FanOut } from './fan-out.js';
import type { TokenEnds } from './token-ends.js';
import type { Welcome } from './welcome.js';

/** Gives a connection that came without a token its identity, once, and lets any go on with a new token. */
export class Authenticator {
  constructor(
    private readonly identify: Identify,
    private readonly enterAsGuest: EnterAsGuest,
    private readonly fanOut: FanOut,
    private readonly welcome: Welcome,
    private readonly tokens: TokenEnds,
    private readonly limits: RateLimit,
  ) {}

  async authenticate(connection: Connection, input: Input<'authenticate'>): Promise<Output<'authenticate'>> {
    const { standing } = connection;
    if (standing.state === 'known' && 'token' in input) return this.renew(connection, input.token);
    if (standing.state !== 'anonymous') return refuse('already_authenticated');
    const queue: Queued[] = [];
    connection.standing = { state: 'settling', queue };
    try {
      const { me, answer } = await this.whoIs(connection, input);
      await this.welcome.greet(connection, me);
      if (standing.deadline) clearTimeout(standing.deadline);
      connection.standing = { state: 'known', me };
      this.fanOut.tell(connection, 'authenticated', answer);
      return answer;
    } catch (error) {
      if (connection.standing.state === 'settling') connection.standing = standing;
      throw error;
    } finally {
      // In the order they came; each finds the connection as it stands now.
      for (const run of queue) run();
    }
  }

  /** The person stays, and the session. What it may do is read anew with the token. */
  private async renew(connection: Connection, token: string): Promise<Output<'authenticate'>> {
    const shown = await this.holderOf(token, connection);
    const me = connection.caller;
    if (shown.id !== me?.id || shown.sessionId !== me.sessionId) refuse('already_authenticated');
    const answer = { userId: shown.id, username: shown.username };
    if (!connection.open) return answer;
    // One that was made before the present one takes nothing away.
    const expiresAt = Math.max(shown.expiresAt, me.expiresAt);
    connection.standing = { state: 'known', me: { ...shown, expiresAt } };
    this.tokens.watch(connection, expiresAt);
    this.fanOut.tell(connection, 'authenticated', answer);
    return answer;
  }

  private async holderOf(token: string, { address }: Connection): Promise<Caller> {
    await this.limits.take('handshake', address);
    return this.identify.run(token);
  }

  private async whoIs(
    connection: Connection,
    input: Input<'authenticate'>,
  ): Promise<{ me: Caller; answer: Output<'authenticate'> }> {
    if ('token' in input) {
      const me = await this.holderOf(input.token, connection);
      return { me, answer: { userId: me.id, username: me.username } };
    }
    // The id a guest claims is nobody's word but theirs: the server makes its own.
    const { username } = input;
    const { accessToken, refreshToken } = await this.enterAsGuest.run({ username }, connection.address);
    // It showed no token, so there is none that could expire under it: many such programs could not renew one.
    const me = { ...(await this.identify.run(accessToken)), expiresAt: Number.POSITIVE_INFINITY };
    return { me, answer: { userId: me.id, username: me.username, accessToken, refreshToken } };
  }
}
