import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/**
 * `pass`: websockets work. `swallow`: the request for one is not answered. `mute`: it is answered with 101, and nothing
 * moves on it. `refuse`: it is answered with an error. `break`: it is closed when the server has said its first word on it.
 */
export type WebsocketMode = 'pass' | 'swallow' | 'mute' | 'refuse' | 'break';

const END_OF_HEAD = '\r\n\r\n';

/** A proxy over TCP that passes everything but websockets, which it treats as it is told. */
export class WebsocketProxy {
  mode: WebsocketMode = 'pass';
  /** The websockets that were asked for. */
  asked = 0;
  private readonly websockets = new Set<Pipe>();
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly target: string,
  ) {}

  static async before(target: string): Promise<WebsocketProxy> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const proxy = new WebsocketProxy(server, target);
    server.on('connection', (near) => proxy.enter(near));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** From now on nothing moves on the websockets that stand, and they are not closed. */
  muteStanding(): void {
    for (const pipe of this.websockets) pipe.mute();
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private enter(near: Socket): void {
    const { hostname, port } = new URL(this.target);
    const far = connect(Number(port), hostname);
    const pipe = new Pipe(near, far);
    for (const socket of [near, far]) {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        near.destroy();
        far.destroy();
        this.websockets.delete(pipe);
      });
    }
    near.on('data', (piece: Buffer) => {
      if (/^upgrade: *websocket/im.test(piece.toString('latin1'))) this.upgrade(pipe, near);
      pipe.give(far, piece);
    });
    far.on('data', (piece: Buffer) => {
      if (!this.websockets.has(pipe)) pipe.give(near, piece);
      else this.bringBack(pipe, near, piece);
    });
  }

  private bringBack(pipe: Pipe, near: Socket, piece: Buffer): void {
    const head = piece.indexOf(END_OF_HEAD);
    if (this.mode === 'mute' && head >= 0) {
      pipe.give(near, piece.subarray(0, head + END_OF_HEAD.length));
      pipe.mute();
      return;
    }
    pipe.give(near, piece);
    const isFrame = head < 0 || head + END_OF_HEAD.length < piece.length;
    if (this.mode === 'break' && isFrame) near.end();
  }

  private upgrade(pipe: Pipe, near: Socket): void {
    this.asked += 1;
    this.websockets.add(pipe);
    if (this.mode === 'swallow') pipe.mute();
    if (this.mode === 'refuse') near.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n');
  }
}

class Pipe {
  private isMute = false;

  constructor(
    readonly near: Socket,
    readonly far: Socket,
  ) {}

  give(to: Socket, piece: Buffer): void {
    if (!this.isMute && !to.destroyed) to.write(piece);
  }

  mute(): void {
    this.isMute = true;
  }
}
