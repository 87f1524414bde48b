import { ChosenRoomId, decideRead, type Room } from '@parley/protocol';
import { authorize } from '../authorize.js';
import type { Caller } from '../caller.js';
import type { Bus } from '../ports/bus.js';
import type { RateLimit } from '../ports/rate-limit.js';
import { refuse } from '../refusal.js';
import type { RoomStore } from '../stores/room-store.js';
import type { Memberships } from './memberships.js';
import { publishRoomCreated } from './publish-room-created.js';
import { refuseBanned } from './refuse-banned.js';

/** Makes the caller a member of a public room. Members come in anywhere; strangers learn nothing of private rooms. */
export class JoinRoom {
  constructor(
    private readonly rooms: RoomStore,
    private readonly memberships: Memberships,
    private readonly limits: RateLimit,
    private readonly bus: Bus,
    private readonly options: { onDemand: boolean },
  ) {}

  async run(me: Caller, roomId: string): Promise<Room> {
    await this.limits.take('join', me.id);
    const room = (await this.rooms.roomFor(me.id, roomId)) ?? (await this.make(me, roomId));
    if (room.role) return room;
    const change = (await this.memberships.begin(roomId, me)) ?? refuse('not_found');
    if (change.refused) authorize(decideRead({ ...room, banned: true }));
    return {
      ...room,
      rev: change.head.rev,
      lastSeq: change.lastSeq,
      readSeq: Math.max(room.readSeq, change.lastSeq),
      role: change.changed?.role ?? 'member',
      // A mute is not shaken off by leaving.
      ...(change.changed?.mutedUntil === undefined ? {} : { mutedUntil: change.changed.mutedUntil }),
    };
  }

  private async make(me: Caller, roomId: string): Promise<Room> {
    await refuseBanned(this.rooms, me, roomId);
    if (!this.options.onDemand || !ChosenRoomId.safeParse(roomId).success) refuse('not_found');
    // One that another user makes at this moment is as good.
    const shape = { id: roomId, name: roomId, kind: 'public' as const, ownerId: null, memberIds: [] };
    const made = await this.rooms.create(shape);
    const room = (await this.rooms.roomFor(me.id, roomId)) ?? refuse('not_found');
    if (made) publishRoomCreated(this.bus, room, me);
    return room;
  }
}
