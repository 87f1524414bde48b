import type { ConnectedUsers } from './connected-users.js';
import type { FanOut } from './fan-out.js';
import type { Watchers } from './watchers.js';

const EVERY_MS = 1_000;

/** Tells connected members of rooms they are not looking at: the first news at once, then at most once a second. */
export class RoomActivity {
  private readonly latest = new Map<string, number>();
  private readonly resting = new Map<string, NodeJS.Timeout>();

  constructor(
    private readonly connected: ConnectedUsers,
    private readonly watchers: Watchers,
    private readonly fanOut: FanOut,
  ) {}

  note(roomId: string, lastSeq: number): void {
    if (lastSeq <= (this.latest.get(roomId) ?? 0) || this.connected.membersOf(roomId).size === 0) return;
    this.latest.set(roomId, lastSeq);
    if (!this.resting.has(roomId)) this.tell(roomId, lastSeq);
  }

  stop(): void {
    for (const timer of this.resting.values()) clearTimeout(timer);
  }

  private tell(roomId: string, lastSeq: number): void {
    const members = [...this.connected.membersOf(roomId)];
    const elsewhere = members.flatMap((userId) =>
      [...this.connected.connectionsOf(userId)].filter(
        (connection) => !this.watchers.has(roomId, connection),
      ),
    );
    this.fanOut.tellAll(elsewhere, 'room_activity', { roomId, lastSeq });
    const rest = setTimeout(() => {
      this.resting.delete(roomId);
      const latest = this.latest.get(roomId) ?? 0;
      if (latest > lastSeq) this.tell(roomId, latest);
      else this.latest.delete(roomId);
    }, EVERY_MS);
    rest.unref();
    this.resting.set(roomId, rest);
  }
}
