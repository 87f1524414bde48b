import type { Room } from '@parley/protocol';
import type { Caller } from '../caller.js';
import type { Bus } from '../ports/bus.js';

/** Tells every instance of a new room that anybody may find. Private and direct ones are their members' to know of. */
export function publishRoomCreated(bus: Bus, room: Room, maker: Caller): void {
  if (room.kind !== 'public') return;
  bus.publishControl({
    about: 'room_created',
    room: { ...room, readSeq: 0, role: null },
    makerId: maker.id,
  });
}
