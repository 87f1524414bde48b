import type { Room } from '@parley/protocol';
import type { ConnectionHub } from './connection-hub.js';
import type { FanOut } from './fan-out.js';

const WINDOW_MS = 1_000;
/** Everybody hears of these, so one who makes rooms without end must not keep everybody busy. */
const PER_WINDOW = 10;

/** Tells everybody here of new public rooms, for lists of rooms to browse. A hint: above its rate it says nothing. */
export class RoomCreatedNotifier {
  private windowEndsAt = 0;
  private notified = 0;

  constructor(
    private readonly hub: ConnectionHub,
    private readonly fanOut: FanOut,
  ) {}

  notify(room: Room, makerId: string): void {
    if (!this.mayNotify(performance.now())) return;
    const others = [...this.hub.all()].filter(({ caller }) => caller?.id !== makerId);
    this.fanOut.emitToAll(others, 'room_created', room);
  }

  private mayNotify(now: number): boolean {
    if (now >= this.windowEndsAt) {
      this.windowEndsAt = now + WINDOW_MS;
      this.notified = 0;
    }
    this.notified++;
    return this.notified <= PER_WINDOW;
  }
}
