import type { Input, Output } from '@parley/protocol';
import type { EnterAsGuest } from '../chat/accounts/enter-as-guest.js';
import type { Identify } from '../chat/accounts/identify.js';
import type { Caller } from '../chat/caller.js';
import { refuse } from '../chat/refusal.js';
import type { Connection, Queued } from './connection.js';
import type { FanOut } from './fan-out.js';
import type { Welcome } from './welcome.js';

/** Gives a connection that came without a token its identity, once. */
export class Authenticator {
  constructor(
    private readonly identify: Identify,
    private readonly enterAsGuest: EnterAsGuest,
    private readonly fanOut: FanOut,
    private readonly welcome: Welcome,
  ) {}

  async authenticate(connection: Connection, input: Input<'authenticate'>): Promise<Output<'authenticate'>> {
    const { standing } = connection;
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

  private async whoIs(
    connection: Connection,
    input: Input<'authenticate'>,
  ): Promise<{ me: Caller; answer: Output<'authenticate'> }> {
    if ('token' in input) {
      const me = await this.identify.run(input.token);
      return { me, answer: { userId: me.id, username: me.username } };
    }
    // The id a guest claims is nobody's word but theirs: the server makes its own.
    const { username } = input;
    const { accessToken, refreshToken } = await this.enterAsGuest.run({ username }, connection.address);
    const me = await this.identify.run(accessToken);
    return { me, answer: { userId: me.id, username: me.username, accessToken, refreshToken } };
  }
}
