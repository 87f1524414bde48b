import { isNews, type RoomChanges } from '../../chat/changes/room-changes.js';
import { Bus, type BusListener, type ControlEvent, type EphemeralEvent } from '../../chat/ports/bus.js';

type Delivery = (listener: BusListener) => void;

/** The bus of a single instance: it cannot fail, and still nothing is heard before its publisher has moved on. */
export class MemoryBus extends Bus {
  override readonly up = true;
  private listener: BusListener | null = null;
  private readonly followed = new Set<string>();
  private due: Delivery[] = [];

  /** `fault` is told what a listener throws: one bad broadcast must not end everybody's connection. */
  constructor(private readonly fault: (error: unknown) => void) {
    super();
  }

  override listen(listener: BusListener): void {
    this.listener = listener;
  }

  override publishChanges(flush: readonly RoomChanges[]): void {
    for (const changes of flush) {
      this.deliver((listener) => {
        if (this.followed.has(changes.roomId)) listener.changes(changes);
        else if (isNews(changes.events)) listener.elsewhere(changes.roomId, changes.lastSeq);
      });
    }
  }

  override publishEphemeral(event: EphemeralEvent): void {
    this.deliver((listener) => {
      if (this.followed.has(event.roomId)) listener.ephemeral(event);
    });
  }

  override publishControl(event: ControlEvent): void {
    this.deliver((listener) => listener.control(event));
  }

  override async follow(roomId: string): Promise<void> {
    this.followed.add(roomId);
  }

  override unfollow(roomId: string): void {
    this.followed.delete(roomId);
  }

  private deliver(delivery: Delivery): void {
    if (this.due.push(delivery) === 1) setImmediate(() => this.deliverAll());
  }

  private deliverAll(): void {
    for (const delivery of this.due.splice(0)) {
      try {
        if (this.listener !== null) delivery(this.listener);
      } catch (error) {
        this.fault(error);
      }
    }
  }
}
