import { Agent } from 'node:http';
import { connect, type NetConnectOpts, type Socket } from 'node:net';

/** For clients that hear the end of a connection and never end their side of it, as many libraries do not. */
export class NeverClosing extends Agent {
  /** `ended`: told of each connection that the other side has ended. Such a client takes it for one that stands. */
  constructor(private readonly ended: () => void) {
    super({ keepAlive: true });
  }

  override createConnection(options: NetConnectOpts): Socket {
    const socket = connect({ ...options, allowHalfOpen: true });
    // Whatever its client wants: the other side's reset ends it, or the end of this program.
    socket.end = () => socket;
    socket.destroy = () => socket;
    socket.destroySoon = () => undefined;
    socket.once('end', this.ended);
    return socket;
  }
}
