import { type Head, wireError } from '@parley/protocol';
import type { Caller } from '../../chat/caller.js';
import { type Line, RoomFollower } from '../../chat/feed/room-follower.js';
import { Refusal } from '../../chat/refusal.js';
import type { FindRoom } from '../../chat/rooms/find-room.js';
import type { WriteScheduler } from '../connection/write-scheduler.js';
import type { FanOut } from '../delivery/fan-out.js';
import type { ConnectionLifecycle } from '../lifecycle/connection-lifecycle.js';
import { SseConnection } from './sse-connection.js';
import type { SseSubscriptions } from './sse-subscriptions.js';

/** Followers of rooms by Server-Sent Events: connections like any other, which say nothing. */
export class SseRoomFollower extends RoomFollower {
  constructor(
    private readonly findRoom: FindRoom,
    private readonly lifecycle: ConnectionLifecycle,
    private readonly subscriptions: SseSubscriptions,
    private readonly fanOut: FanOut,
    private readonly writes: WriteScheduler,
    private readonly log: (line: string) => void,
  ) {
    super();
  }

  override async follow(me: Caller, roomId: string, after: Head | null, begin: () => Line): Promise<void> {
    const room = await this.findRoom.run(me, roomId);
    await this.subscriptions.admit(me);
    const line = begin();
    if (line.out.destroyed) return;
    const connection = new SseConnection(line, roomId, this.writes, this.log);
    connection.authState = { state: 'known', me };
    line.out.once('close', () => {
      this.lifecycle.close(connection);
      this.lifecycle.release(connection);
    });
    this.lifecycle.open(connection);
    if (!connection.open) return;
    try {
      await this.subscriptions.begin(connection, me, room, after);
    } catch (error) {
      // Its answer has begun: what fails now is told as an event, too.
      const refused = error instanceof Refusal ? error.code : null;
      if (!refused) this.fanOut.fault(error);
      this.fanOut.dismiss(connection, { ...wireError(refused ?? 'unavailable'), afterMs: 0 });
    }
  }
}
