import type { ConnectionHub } from './connection-hub.js';
import type { FanOut } from './fan-out.js';
import type { SubscriptionRegistry } from './subscription-registry.js';

const EVERY_MS = 1_000;

/** Tells connected members of rooms they are not looking at: the first news at once, then at most once a second. */
export class RoomActivity {
  private readonly latest = new Map<string, number>();
  private readonly resting = new Map<string, NodeJS.Timeout>();

  constructor(
    private readonly hub: ConnectionHub,
    private readonly registry: SubscriptionRegistry,
    private readonly fanOut: FanOut,
  ) {}

  note(roomId: string, lastSeq: number): void {
    if (lastSeq <= (this.latest.get(roomId) ?? 0) || this.hub.membersOf(roomId).size === 0) return;
    this.latest.set(roomId, lastSeq);
    if (!this.resting.has(roomId)) this.emit(roomId, lastSeq);
  }

  stop(): void {
    for (const timer of this.resting.values()) clearTimeout(timer);
  }

  private emit(roomId: string, lastSeq: number): void {
    const members = [...this.hub.membersOf(roomId)];
    const elsewhere = members.flatMap((userId) =>
      [...this.hub.connectionsOf(userId)].filter((connection) => !this.registry.has(roomId, connection)),
    );
    this.fanOut.emitToAll(elsewhere, 'room_activity', { roomId, lastSeq });
    const rest = setTimeout(() => {
      this.resting.delete(roomId);
      const latest = this.latest.get(roomId) ?? 0;
      if (latest > lastSeq) this.emit(roomId, latest);
      else this.latest.delete(roomId);
    }, EVERY_MS);
    rest.unref();
    this.resting.set(roomId, rest);
  }
}
