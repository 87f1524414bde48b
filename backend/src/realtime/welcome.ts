import type { Caller } from '../chat/caller.js';
import { ONLINE } from '../chat/ports/presence.js';
import type { PresenceTracker } from '../chat/presence/presence-tracker.js';
import type { ChatSocket } from './chat-socket.js';
import type { ConnectedUsers } from './connected-users.js';
import type { FanOut } from './fan-out.js';
import type { Watching } from './watching.js';

/** What happens to a socket when its person is known, and when it closes. */
export class Welcome {
  constructor(
    private readonly connected: ConnectedUsers,
    private readonly presence: PresenceTracker,
    private readonly watching: Watching,
    private readonly fanOut: FanOut,
    private readonly server: { instance: string; instances: string[]; version: string },
  ) {}

  async greet(socket: ChatSocket, me: Caller): Promise<void> {
    this.fanOut.tell(socket, 'server_info', this.server);
    await this.connected.add(me.id, socket);
    // It may have closed meanwhile.
    if (socket.connected) this.presence.enter(socket.id, me.id, ONLINE);
    else this.connected.remove(me.id, socket);
  }

  seeOff(socket: ChatSocket, me: Caller | null): void {
    this.watching.close(socket);
    if (me) this.connected.remove(me.id, socket);
  }
}
