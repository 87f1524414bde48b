import type { Room } from '@parley/protocol';
import type { ConnectedUsers } from './connected-users.js';
import type { FanOut } from './fan-out.js';

const WINDOW_MS = 1_000;
/** Everybody hears of these, so one who makes rooms without end must not keep everybody busy. */
const TOLD_IN_A_WINDOW = 10;

/** Tells everybody here of new public rooms, for lists of rooms to browse. A hint: above its rate it says nothing. */
export class NewRooms {
  private windowEndsAt = 0;
  private told = 0;

  constructor(
    private readonly connected: ConnectedUsers,
    private readonly fanOut: FanOut,
  ) {}

  tell(room: Room, makerId: string): void {
    if (!this.mayTell(performance.now())) return;
    const others = [...this.connected.all()].filter(({ caller }) => caller?.id !== makerId);
    this.fanOut.tellAll(others, 'room_created', room);
  }

  private mayTell(now: number): boolean {
    if (now >= this.windowEndsAt) {
      this.windowEndsAt = now + WINDOW_MS;
      this.told = 0;
    }
    this.told++;
    return this.told <= TOLD_IN_A_WINDOW;
  }
}
