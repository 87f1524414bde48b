import type { RoomChanges } from '../changes/room-changes.js';
import type { NewestPage } from '../pages/newest-page.js';
import type { Bus } from '../ports/bus.js';
import type { MessageLog } from '../stores/message-log.js';
import type { RoomStore } from '../stores/room-store.js';
import { RoomStream, type StreamListener } from './room-stream.js';

/** How often heads are compared with the truth. Without it a lost last message would stay lost. */
const SWEEP_MS = 1_000;
/** The same while the bus is down and the sweep carries everything. */
const SWEEP_WITHOUT_BUS_MS = 250;

interface Open {
  stream: RoomStream;
  ready: Promise<void>;
  users: number;
}

/** The streams of the rooms that are watched here: opened by the first, closed behind the last. */
export class RoomStreams {
  private readonly streams = new Map<string, Open>();
  private timer: NodeJS.Timeout | null = null;
  private stopped = false;
  private sweeping = false;

  constructor(
    private readonly bus: Bus,
    private readonly page: NewestPage,
    private readonly log: MessageLog,
    private readonly rooms: RoomStore,
  ) {}

  /** Each `open` that resolves is owed one `release`. Rejects with `unavailable` when the room cannot be read now. */
  async open(roomId: string, listener: StreamListener): Promise<RoomStream> {
    const open = this.streams.get(roomId) ?? this.begin(roomId, listener);
    open.users++;
    try {
      await open.ready;
      return open.stream;
    } catch (error) {
      this.release(roomId, open.stream);
      throw error;
    }
  }

  release(roomId: string, stream: RoomStream): void {
    const open = this.streams.get(roomId);
    if (open?.stream !== stream) return;
    open.users--;
    if (open.users > 0) return;
    this.streams.delete(roomId);
    stream.close();
    this.bus.unfollow(roomId);
  }

  /** The stream of a room that is watched here, once it is open; else null. */
  openOf(roomId: string): RoomStream | null {
    const stream = this.streams.get(roomId)?.stream;
    return stream?.isOpen ? stream : null;
  }

  receive(changes: RoomChanges): void {
    this.streams.get(changes.roomId)?.stream.receive(changes);
  }

  /** Compares every open room's head with the store's, in one query. */
  async sweep(): Promise<void> {
    if (this.sweeping || this.streams.size === 0) return;
    this.sweeping = true;
    try {
      const heads = await this.rooms.heads([...this.streams.keys()]);
      for (const [roomId, head] of heads) this.streams.get(roomId)?.stream.expect(head);
    } finally {
      this.sweeping = false;
    }
  }

  start(fault: (error: unknown) => void): void {
    const next = () => {
      if (this.stopped) return;
      const ms = this.bus.up ? SWEEP_MS : SWEEP_WITHOUT_BUS_MS;
      this.timer = setTimeout(() => void this.sweep().catch(fault).finally(next), ms);
    };
    next();
  }

  stop(): void {
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
    for (const { stream } of this.streams.values()) stream.close();
    this.streams.clear();
  }

  private begin(roomId: string, listener: StreamListener): Open {
    const stream = new RoomStream(roomId, this.page, this.log, listener);
    // Heard first, read second: what is said between the two is buffered, not missed.
    const ready = this.bus.follow(roomId).then(() => stream.open());
    const open = { stream, ready, users: 0 };
    this.streams.set(roomId, open);
    return open;
  }
}
