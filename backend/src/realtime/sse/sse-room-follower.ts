import { type Head, wireError } from '@parley/protocol';
import type { Caller } from '../../chat/caller.js';
import { type Line, RoomFollower } from '../../chat/feed/room-follower.js';
import { Refusal } from '../../chat/refusal.js';
import type { FindRoom } from '../../chat/rooms/find-room.js';
import { isUnreachable } from '../../chat/unreachable.js';
import type { FanOut } from '../fan-out.js';
import type { Flusher } from '../flusher.js';
import type { Welcome } from '../welcome.js';
import type { Following } from './following.js';
import { SseConnection } from './sse-connection.js';

/** Followers of rooms by Server-Sent Events: connections like any other, which say nothing. */
export class SseRoomFollower extends RoomFollower {
  constructor(
    private readonly findRoom: FindRoom,
    private readonly welcome: Welcome,
    private readonly following: Following,
    private readonly fanOut: FanOut,
    private readonly flusher: Flusher,
    private readonly log: (line: string) => void,
  ) {
    super();
  }

  override async follow(me: Caller, roomId: string, after: Head | null, begin: () => Line): Promise<void> {
    const room = await this.findRoom.run(me, roomId);
    const line = begin();
    if (line.out.destroyed) return;
    const connection = new SseConnection(line, roomId, this.flusher, this.log);
    connection.standing = { state: 'known', me };
    line.out.once('close', () => this.welcome.seeOff(connection));
    this.welcome.receive(connection);
    if (!connection.open) return;
    try {
      await this.following.begin(connection, me, room, after);
    } catch (error) {
      // Its answer has begun: what fails now is told as an event, too.
      const refused = error instanceof Refusal ? error.code : null;
      if (!refused && !isUnreachable(error)) this.fanOut.fault(error);
      this.fanOut.dismiss(connection, { ...wireError(refused ?? 'unavailable'), afterMs: 0 });
    }
  }
}
