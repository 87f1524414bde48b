import type { RoomChanges } from '../../chat/changes/room-changes.js';
import { Bus, type BusListener, type ControlEvent, type EphemeralEvent } from '../../chat/ports/bus.js';
import { errorLine } from '../../errors/loggable-error.js';
import { type Log, rateLimitedLog } from '../rate-limited-log.js';
import type { RedisConnections } from './connections.js';
import { type Decoded, EnvelopeCodec } from './envelope.js';
import type { Subscription } from './redis-subscription.js';

const SHARED_CHANNEL = 'chat_events';

export type BusRouting = 'shared' | 'rooms';

interface Options {
  connections: RedisConnections;
  /** The road to this instance itself. */
  near: Bus;
  routing: BusRouting;
  /** The deployment's: signs what this bus publishes, and nothing else is believed. */
  secret: string;
  log: Log;
}

/** Redis pub/sub. `rooms` puts each room on a sharded channel of its own; whatever belongs to no room is shared. */
export class RedisBus extends Bus {
  private readonly codec: EnvelopeCodec;
  private readonly log: Log;
  private readonly followed = new Set<string>();
  private shared: Subscription | null = null;
  private sharded: Subscription | null = null;
  private linkUp = false;
  /** A follower may have missed something, and is to be told when the link is up. */
  private owesWord = false;

  constructor(private readonly options: Options) {
    super();
    this.codec = new EnvelopeCodec(options.secret);
    this.log = rateLimitedLog(options.log);
  }

  override listen(listener: BusListener): void {
    const follows = (roomId: string) => this.followed.has(roomId);
    const hear = {
      message: (bytes: Buffer) => this.deliver(listener, this.codec.decode(bytes, follows)),
      link: () => this.settle(listener),
    };
    const { connections, near, routing } = this.options;
    near.listen(listener);
    this.shared = connections.subscribe('shared', hear);
    void this.shared.add(SHARED_CHANNEL);
    if (routing === 'rooms') this.sharded = connections.subscribe('sharded', hear);
  }

  override publishChanges(flush: readonly RoomChanges[]): void {
    this.options.near.publishChanges(flush);
    if (this.options.routing === 'shared') {
      this.publish(this.codec.encodeChanges(flush));
      return;
    }
    for (const changes of flush) this.publishToRoom(changes.roomId, this.codec.encodeChanges([changes]));
  }

  override publishEphemeral(event: EphemeralEvent): void {
    this.options.near.publishEphemeral(event);
    const envelope = this.codec.encodeEphemeral(event);
    if (this.options.routing === 'shared') this.publish(envelope);
    else this.publishToRoom(event.roomId, envelope);
  }

  override publishControl(event: ControlEvent): void {
    this.options.near.publishControl(event);
    this.publish(this.codec.encodeControl(event));
  }

  override async follow(roomId: string): Promise<void> {
    this.followed.add(roomId);
    void this.options.near.follow(roomId);
    const heard = this.sharded === null ? this.up : await this.sharded.add(roomChannel(roomId));
    if (!heard) this.owesWord = true;
  }

  override unfollow(roomId: string): void {
    this.followed.delete(roomId);
    this.options.near.unfollow(roomId);
    this.sharded?.remove(roomChannel(roomId));
  }

  override get up(): boolean {
    return this.linkUp;
  }

  /** Hears nothing from now on, and says nothing of it. */
  close(): void {
    this.shared?.close();
    this.sharded?.close();
  }

  private publish(envelope: Buffer): void {
    const { connections } = this.options;
    this.send(
      connections.clustered
        ? connections.commands.spublish(SHARED_CHANNEL, envelope)
        : connections.together().publish(SHARED_CHANNEL, envelope),
    );
  }

  private publishToRoom(roomId: string, envelope: Buffer): void {
    this.send(this.options.connections.together().spublish(roomChannel(roomId), envelope));
  }

  private send(publication: Promise<unknown>): void {
    publication.catch((error: Error) =>
      this.log(`Bus: not published, the sweep delivers it: ${errorLine(error)}`),
    );
  }

  private deliver(listener: BusListener, decoded: Decoded): void {
    try {
      switch (decoded.kind) {
        case 'changes':
          for (const changes of decoded.changes) listener.changes(changes);
          for (const { roomId, lastSeq } of decoded.elsewhere) listener.elsewhere(roomId, lastSeq);
          break;
        case 'ephemeral':
          listener.ephemeral(decoded.event);
          break;
        case 'control':
          listener.control(decoded.event);
          break;
        case 'flawed':
          this.log(`Bus: dropped a message that is ${decoded.flaw}`);
      }
    } catch (error) {
      // Every instance hears the same: one bad message must not end them all.
      this.log(`Bus: a ${decoded.kind} could not be delivered: ${errorLine(error)}`);
    }
  }

  private settle(listener: BusListener): void {
    const up = [this.shared, this.sharded].every((subscription) => subscription?.up ?? true);
    if (up === this.linkUp) return;
    this.linkUp = up;
    if (!up || this.owesWord) listener.link(up);
    this.owesWord = !up;
  }
}

function roomChannel(roomId: string): string {
  return `${SHARED_CHANNEL}:{${roomId}}`;
}
