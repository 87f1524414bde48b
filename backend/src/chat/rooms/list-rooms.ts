import type { Body, Room } from '@parley/protocol';
import type { Caller } from '../caller.js';
import type { RoomStore } from '../stores/room-store.js';
import type { MyRooms } from './my-rooms.js';

/** My rooms, or the public ones, the latest activity first. */
export class ListRooms {
  constructor(
    private readonly rooms: RoomStore,
    private readonly myRooms: MyRooms,
  ) {}

  async run(me: Caller, { scope = 'mine', query = '' }: Body<'rooms'>): Promise<Room[]> {
    if (scope === 'public') return this.rooms.publicRooms(me.id, query);
    const mine = await this.myRooms.of(me.id);
    const wanted = query.toLowerCase();
    return mine.filter(({ id, name }) => id.includes(wanted) || name.toLowerCase().includes(wanted));
  }
}
