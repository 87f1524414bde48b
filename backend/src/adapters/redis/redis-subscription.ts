import type { Redis } from 'ioredis';

const HEARTBEAT_MS = 3_000;
const CHANNELS_AT_ONCE = 500;

export interface Hearing {
  message(bytes: Buffer): void;
  /** All channels are heard, or not any more. */
  link(up: boolean): void;
}

export interface Subscription {
  readonly up: boolean;
  /** The channel is heard when this resolves to true; with false it will be once the link is up. */
  add(channel: string): Promise<boolean>;
  /** Sent in the order of the calls, like `add`, so the last of both holds. */
  remove(channel: string): void;
  close(): void;
}

/**
 * Channels of one kind on a connection of their own, subscribed again after each reconnect. One kind only: ioredis
 * takes a connection whose last sharded channel is dropped for one without any subscription, and goes deaf.
 */
export class RedisSubscription implements Subscription {
  up = false;
  private closed = false;
  private readonly channels = new Set<string>();
  private readonly heartbeat: NodeJS.Timeout;

  constructor(
    private readonly connection: Redis,
    private readonly kind: 'shared' | 'sharded',
    private readonly listener: Hearing,
  ) {
    const event = kind === 'shared' ? 'messageBuffer' : 'smessageBuffer';
    connection.on(event, (_channel: Buffer, bytes: Buffer) => listener.message(bytes));
    connection.on('ready', () => this.restore());
    connection.on('close', () => this.turn(false));
    if (connection.status === 'ready') this.restore();
    // A listener asks nothing, so only asking tells it that the server is gone.
    this.heartbeat = setInterval(() => this.attempt(connection.ping()), HEARTBEAT_MS).unref();
  }

  async add(channel: string): Promise<boolean> {
    this.channels.add(channel);
    if (this.connection.status !== 'ready') return false;
    const subscribed = await this.attempt(this.subscribe([channel]));
    return subscribed && this.up;
  }

  remove(channel: string): void {
    this.channels.delete(channel);
    if (this.connection.status !== 'ready') return;
    void this.attempt(
      this.kind === 'shared' ? this.connection.unsubscribe(channel) : this.connection.sunsubscribe(channel),
    );
  }

  close(): void {
    clearInterval(this.heartbeat);
    this.closed = true;
    this.connection.disconnect();
  }

  private async restore(): Promise<void> {
    const channels = [...this.channels];
    const chunks: string[][] = [];
    while (channels.length > 0) chunks.push(channels.splice(0, CHANNELS_AT_ONCE));
    const restored = await Promise.all(chunks.map((chunk) => this.attempt(this.subscribe(chunk))));
    if (restored.every(Boolean)) this.turn(true);
  }

  private subscribe(channels: string[]): Promise<unknown> {
    return this.kind === 'shared'
      ? this.connection.subscribe(...channels)
      : this.connection.ssubscribe(...channels);
  }

  /** Half a subscription is worse than none, as it would not be noticed: whatever fails ends the link, which starts anew. */
  private async attempt(command: Promise<unknown>): Promise<boolean> {
    try {
      await command;
      return true;
    } catch {
      this.turn(false);
      if (this.connection.status === 'ready') this.connection.disconnect(true);
      return false;
    }
  }

  private turn(up: boolean): void {
    if (this.up === up || this.closed) return;
    this.up = up;
    this.listener.link(up);
  }
}
