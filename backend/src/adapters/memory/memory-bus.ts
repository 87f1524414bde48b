import { Bus, type BusListener, type Notice, type RoomSignal } from '../../chat/ports/bus.js';
import type { RoomChanges } from '../../chat/room-changes.js';

type Delivery = (listener: BusListener) => void;

/** The bus of a single instance: it cannot fail, and still nothing is heard before its publisher has moved on. */
export class MemoryBus extends Bus {
  override readonly up = true;
  private listener: BusListener | null = null;

  /** `fault` is told what a listener throws: one bad broadcast must not end everybody's connection. */
  constructor(private readonly fault: (error: unknown) => void) {
    super();
  }

  override listen(listener: BusListener): void {
    this.listener = listener;
  }

  override publishChanges(changes: RoomChanges): void {
    this.deliver((listener) => listener.changes(changes));
  }

  override publishSignal(signal: RoomSignal): void {
    this.deliver((listener) => listener.signal(signal));
  }

  override publishNotice(notice: Notice): void {
    this.deliver((listener) => listener.notice(notice));
  }

  override async follow(): Promise<void> {}

  override unfollow(): void {}

  private deliver(delivery: Delivery): void {
    setImmediate(() => {
      try {
        if (this.listener !== null) delivery(this.listener);
      } catch (error) {
        this.fault(error);
      }
    });
  }
}
