import { type BanList, type Body, decideLead } from '@parley/protocol';
import type { output } from 'zod/mini';
import { authorize } from '../authorize.js';
import type { Caller } from '../caller.js';
import { fromCursor, pageEnd } from '../cursor.js';
import type { ModerationStore } from '../stores/moderation-store.js';
import type { RoomStore } from '../stores/room-store.js';
import { getVisibleRoom } from './get-visible-room.js';

const SHAPE = ['text', 'id'] as const;

/** Who is banned from a room, for those who lead it. */
export class ListBans {
  constructor(
    private readonly rooms: RoomStore,
    private readonly moderation: ModerationStore,
  ) {}

  async run(me: Caller, roomId: string, { limit, cursor }: Body<'bans'>): Promise<output<typeof BanList>> {
    authorize(decideLead(me, await getVisibleRoom(this.rooms, me, roomId)));
    const page = await this.moderation.bans(roomId, { after: fromCursor(cursor, SHAPE), limit });
    return { bans: page.items.map(({ id: userId, ...ban }) => ({ userId, ...ban })), ...pageEnd(page) };
  }
}
