import { createServer, connect as dial, type Server, type Socket } from 'node:net';

/** A road over TCP to a port of this machine, that can be cut or jammed, and opened again. */
export class Door {
  private readonly sockets = new Set<Socket>();
  private shut = false;
  private jammed = false;

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async to(targetPort: number): Promise<Door> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('A TCP server without a port.');
    const door = new Door(server, address.port);
    server.on('connection', (near) => door.pass(near, dial(targetPort, '127.0.0.1')));
    return door;
  }

  /** Ends what passes, and every new connection at once. */
  cut(): void {
    this.shut = true;
    for (const socket of this.sockets) socket.destroy();
  }

  /** Lets nothing through and ends nothing, as behind a cut cable. */
  jam(): void {
    this.jammed = true;
    for (const socket of this.sockets) socket.unpipe().pause();
  }

  /** After `cut`. */
  open(): void {
    this.shut = false;
  }

  /** After `jam`: what was jammed stays so, as connections do whose way was forgotten; new ones pass. */
  bypass(): void {
    this.jammed = false;
  }

  close(): void {
    this.cut();
    this.server.close();
  }

  private pass(near: Socket, far: Socket): void {
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.sockets.delete(socket);
        other.destroy();
      });
      if (this.shut) socket.destroy();
      else if (!this.jammed) socket.pipe(other);
    }
  }
}
