import type { Input, Output } from '@parley/protocol';
import type { EnterAsGuest } from '../../chat/accounts/enter-as-guest.js';
import type { Identify } from '../../chat/accounts/identify.js';
import type { Caller } from '../../chat/caller.js';
import type { RateLimit } from '../../chat/ports/rate-limit.js';
import { refuse } from '../../chat/refusal.js';
import type { Connection, Queued } from '../connection/connection.js';
import type { FanOut } from '../delivery/fan-out.js';
import type { ConnectionLifecycle } from '../lifecycle/connection-lifecycle.js';
import type { TokenExpiryMonitor } from '../lifecycle/token-expiry-monitor.js';

/** Gives a connection that came without a token its identity, once, and lets any go on with a new token. */
export class Authenticator {
  constructor(
    private readonly identify: Identify,
    private readonly enterAsGuest: EnterAsGuest,
    private readonly fanOut: FanOut,
    private readonly lifecycle: ConnectionLifecycle,
    private readonly tokenExpiry: TokenExpiryMonitor,
    private readonly limits: RateLimit,
  ) {}

  async authenticate(connection: Connection, input: Input<'authenticate'>): Promise<Output<'authenticate'>> {
    const { authState } = connection;
    if (authState.state === 'known' && 'token' in input) return this.renew(connection, input.token);
    if (authState.state !== 'anonymous') return refuse('already_authenticated');
    const queue: Queued[] = [];
    connection.authState = { state: 'settling', queue };
    try {
      const { me, answer } = await this.whoIs(connection, input);
      await this.lifecycle.identified(connection, me);
      if (authState.deadline) clearTimeout(authState.deadline);
      connection.authState = { state: 'known', me };
      this.fanOut.emit(connection, 'authenticated', answer);
      return answer;
    } catch (error) {
      if (connection.authState.state === 'settling') connection.authState = authState;
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
    connection.authState = { state: 'known', me: { ...shown, expiresAt } };
    this.tokenExpiry.watch(connection, expiresAt);
    this.fanOut.emit(connection, 'authenticated', answer);
    return answer;
  }

  private async holderOf(token: string, { address }: Connection): Promise<Caller> {
    await this.limits.take('handshake', address);
    return this.identify.run(token, address);
  }

  private async whoIs(
    connection: Connection,
    input: Input<'authenticate'>,
  ): Promise<{ me: Caller; answer: Output<'authenticate'> }> {
    if ('token' in input) {
      const me = await this.holderOf(input.token, connection);
      return { me, answer: { userId: me.id, username: me.username } };
    }
    // The id a guest claims proves nothing: the server makes its own.
    const { username } = input;
    const { accessToken, refreshToken } = await this.enterAsGuest.run({ username }, connection.address);
    // It showed no token, so there is none that could expire under it: many such programs could not renew one.
    const me = { ...(await this.identify.run(accessToken)), expiresAt: Number.POSITIVE_INFINITY };
    return { me, answer: { userId: me.id, username: me.username, accessToken, refreshToken } };
  }
}
