import { type Body, LIMITS, type Room, type RoomList } from '@parley/protocol';
import type { output } from 'zod/mini';
import type { Caller } from '../caller.js';
import { fromCursor, type Page, type Place, pageEnd, toPage } from '../cursor.js';
import type { RateLimit } from '../ports/rate-limit.js';
import type { RoomStore } from '../stores/room-store.js';
import type { MyRooms } from './my-rooms.js';

const PUBLIC = ['integer', 'integer', 'text'] as const;
const MINE = ['integer', 'text'] as const;

/** My rooms, or the public ones, the latest activity first, a page at a time. */
export class ListRooms {
  constructor(
    private readonly rooms: RoomStore,
    private readonly myRooms: MyRooms,
    private readonly limits: RateLimit,
  ) {}

  async run(
    me: Caller,
    { scope = 'mine', query = '', limit, cursor }: Body<'rooms'>,
  ): Promise<output<typeof RoomList>> {
    if (scope === 'public') {
      await this.limits.take('search', me.id);
      const page = { after: fromCursor(cursor, PUBLIC), limit: limit ?? LIMITS.publicRoomsPage };
      return answer(await this.rooms.publicRooms(me.id, query, page));
    }
    const after = fromCursor(cursor, MINE);
    const mine = await this.myRooms.of(me.id);
    const wanted = query.toLowerCase();
    const found = mine.filter(
      (room) =>
        (room.id.includes(wanted) || room.name.toLowerCase().includes(wanted)) &&
        (after === null || isBehind(room, after)),
    );
    const most = limit ?? LIMITS.listPageMax;
    return answer(toPage(found.slice(0, most + 1), most, placeOf, (room) => room));
  }
}

const placeOf = ({ lastAt, id }: Room): Place => [lastAt ?? 0, id];

function isBehind(room: Room, [at = 0, id = '']: Place): boolean {
  const own = room.lastAt ?? 0;
  return own < Number(at) || (own === at && room.id > String(id));
}

const answer = (page: Page<Room>) => ({ rooms: page.items, ...pageEnd(page) });
