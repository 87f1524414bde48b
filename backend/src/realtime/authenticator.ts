import type { Input, Output } from '@parley/protocol';
import type { EnterAsGuest } from '../chat/accounts/enter-as-guest.js';
import type { Identify } from '../chat/accounts/identify.js';
import type { Caller } from '../chat/caller.js';
import { refuse } from '../chat/refusal.js';
import type { ChatSocket, Queued } from './chat-socket.js';
import type { FanOut } from './fan-out.js';
import type { Welcome } from './welcome.js';

/** Gives a socket that came without a token its identity, once. */
export class Authenticator {
  constructor(
    private readonly identify: Identify,
    private readonly enterAsGuest: EnterAsGuest,
    private readonly fanOut: FanOut,
    private readonly welcome: Welcome,
  ) {}

  async authenticate(socket: ChatSocket, input: Input<'authenticate'>): Promise<Output<'authenticate'>> {
    const { standing } = socket.data;
    if (standing.state !== 'anonymous') return refuse('already_authenticated');
    const queue: Queued[] = [];
    socket.data.standing = { state: 'settling', queue };
    try {
      const { me, answer } = await this.whoIs(socket, input);
      await this.welcome.greet(socket, me);
      if (standing.deadline) clearTimeout(standing.deadline);
      socket.data.standing = { state: 'known', me };
      this.fanOut.tell(socket, 'authenticated', answer);
      return answer;
    } catch (error) {
      if (socket.data.standing.state === 'settling') socket.data.standing = standing;
      throw error;
    } finally {
      // In the order they came; each finds the socket as it stands now.
      for (const run of queue) run();
    }
  }

  private async whoIs(
    socket: ChatSocket,
    input: Input<'authenticate'>,
  ): Promise<{ me: Caller; answer: Output<'authenticate'> }> {
    if ('token' in input) {
      const me = await this.identify.run(input.token);
      return { me, answer: { userId: me.id, username: me.username } };
    }
    // The id a guest claims is nobody's word but theirs: the server makes its own.
    const address = socket.handshake.address;
    const { accessToken, refreshToken } = await this.enterAsGuest.run({ username: input.username }, address);
    const me = await this.identify.run(accessToken);
    return { me, answer: { userId: me.id, username: me.username, accessToken, refreshToken } };
  }
}
