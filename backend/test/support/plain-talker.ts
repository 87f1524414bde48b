import type { ClientFrame, ServerFrame } from '@parley/protocol';
import { type ClientOptions, WebSocket } from 'ws';
import { Patience } from './patience.js';

type Heard<T extends ServerFrame['type']> = Extract<ServerFrame, { type: T }>;

/** A program on a stock plain WebSocket. It remembers all it hears. */
export class PlainTalker {
  readonly heard: ServerFrame[] = [];
  /** How it was closed, once it is. */
  closed: { code: number; reason: string } | null = null;
  private readonly patience = new Patience(() => {
    const last = JSON.stringify(this.heard.slice(-5)).slice(0, 500);
    return `${last}, closed ${JSON.stringify(this.closed)}`;
  });

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data) => {
      this.heard.push(JSON.parse(String(data)));
      this.patience.wake();
    });
    socket.on('close', (code, reason) => {
      this.closed = { code, reason: String(reason) };
      this.patience.wake();
    });
    // Told by `close` too.
    socket.on('error', () => undefined);
  }

  /** `url` of an instance, whose `/ws` is meant, or a whole one. */
  static open(url: string, options: ClientOptions = {}): PlainTalker {
    const address = url.startsWith('http') ? `${url.replace('http', 'ws')}/ws` : url;
    return new PlainTalker(new WebSocket(address, options));
  }

  static async guest(url: string): Promise<PlainTalker> {
    const talker = PlainTalker.open(url);
    await talker.hear('CONNECTED');
    return talker;
  }

  static async with(url: string, accessToken: string): Promise<PlainTalker> {
    const talker = PlainTalker.open(url, { headers: { authorization: `Bearer ${accessToken}` } });
    await talker.hear('CONNECTED');
    return talker;
  }

  get id(): string {
    const [connected] = this.all('CONNECTED');
    if (!connected) throw new Error('nobody');
    return connected.userId;
  }

  /** Frames too that no schema allows. */
  send(frame: ClientFrame | Record<string, unknown>): void {
    this.socket.send(JSON.stringify(frame));
  }

  async subscribe(groupId: number): Promise<Heard<'SUBSCRIBED'>> {
    const before = this.heard.length;
    this.send({ type: 'SUBSCRIBE', groupId });
    return this.hear(
      'SUBSCRIBED',
      (frame) => this.heard.indexOf(frame) >= before && frame.groupId === groupId,
    );
  }

  all<T extends ServerFrame['type']>(type: T): Heard<T>[] {
    return this.heard.filter((frame): frame is Heard<T> => frame.type === type);
  }

  /** What was said in a group, in the order it was heard. */
  texts(groupId: number): string[] {
    return this.all('MESSAGE')
      .filter((frame) => frame.groupId === groupId)
      .map(({ message }) => message);
  }

  /** Waits for a frame of that type that satisfies the condition; earlier ones count. */
  async hear<T extends ServerFrame['type']>(
    type: T,
    matches: (frame: Heard<T>) => boolean = () => true,
  ): Promise<Heard<T>> {
    await this.until(() => this.all(type).some(matches), `to hear ${type}`);
    const found = this.all(type).find(matches);
    if (!found) throw new Error(`no ${type}`);
    return found;
  }

  async end(): Promise<{ code: number; reason: string }> {
    await this.until(() => this.closed !== null, 'to be closed');
    return this.closed ?? { code: 0, reason: '' };
  }

  until(condition: () => boolean, what: string, withinMs?: number): Promise<void> {
    return this.patience.until(condition, what, withinMs);
  }

  close(): void {
    this.socket.close();
  }
}
