import type { Duplex } from 'node:stream';
import type { Redis } from 'ioredis';
import { textFrame } from './frame.js';

/** Who hears what Redis tells of a room. The first who enters subscribes to its channel. */
export class Rooms {
  private readonly members = new Map<string, Set<Duplex>>();
  private readonly subscribed = new Map<string, Promise<unknown>>();

  constructor(private readonly subscriber: Redis) {
    subscriber.on('messageBuffer', (channel: Buffer, payload: Buffer) => {
      this.tell(channel.toString(), payload);
    });
  }

  async enter(room: string, line: Duplex): Promise<void> {
    const members = this.members.get(room) ?? new Set();
    this.members.set(room, members.add(line));
    const subscribed = this.subscribed.get(room) ?? this.subscriber.subscribe(room);
    this.subscribed.set(room, subscribed);
    await subscribed;
  }

  leave(rooms: Iterable<string>, line: Duplex): void {
    for (const room of rooms) this.members.get(room)?.delete(line);
  }

  async close(): Promise<void> {
    await this.subscriber.quit();
  }

  /** One frame, one buffer, one write for each: no server on Node that writes to each socket can do with less. */
  private tell(room: string, payload: Buffer): void {
    const frame = textFrame(payload);
    for (const line of this.members.get(room) ?? []) if (line.writable) line.write(frame);
  }
}
