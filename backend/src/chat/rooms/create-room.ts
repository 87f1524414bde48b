import { randomUUID } from 'node:crypto';
import type { Body, Room, RoomUser } from '@parley/protocol';
import type { Caller } from '../caller.js';
import type { Bus } from '../ports/bus.js';
import type { RateLimit } from '../ports/rate-limit.js';
import { refuse } from '../refusal.js';
import { roomUserOf } from '../room-user.js';
import type { AccountStore } from '../stores/account-store.js';
import type { RoomStore } from '../stores/room-store.js';
import { chosenIdFor } from './chosen-id.js';
import type { Memberships } from './memberships.js';
import type { MyRooms } from './my-rooms.js';
import { publishRoomCreated } from './publish-room-created.js';

/** Makes a room with the caller in it, or finds the direct room of two people. */
export class CreateRoom {
  constructor(
    private readonly rooms: RoomStore,
    private readonly accounts: AccountStore,
    private readonly memberships: Memberships,
    private readonly limits: RateLimit,
    private readonly bus: Bus,
    private readonly mine: MyRooms,
  ) {}

  async run(me: Caller, body: Body<'createRoom'>): Promise<Room> {
    await this.limits.take('createRoom', me.id);
    if (body.kind === 'direct') return this.direct(me, body.userIds[0] ?? refuse('bad_request'));
    const id = body.kind === 'public' ? (body.id ?? chosenIdFor(body.name)) : randomUUID();
    const created = await this.rooms.create({
      id,
      name: body.name,
      kind: body.kind,
      ownerId: me.id,
      memberIds: [me.id],
    });
    if (!created) refuse('name_taken', `There is a room with the id ${id} already.`);
    return this.publish(me, id, [{ ...roomUserOf(me), role: 'owner' }]);
  }

  private async direct(me: Caller, otherId: string): Promise<Room> {
    if (otherId === me.id) refuse('bad_request', 'A direct room is for two people.');
    const other = (await this.accounts.find(otherId)) ?? refuse('not_found', 'There is no such person.');
    const { roomId, created } = await this.rooms.direct(me.id, other.id);
    if (!created) return (await this.mine.one(me.id, roomId)) ?? refuse('not_found');
    return this.publish(me, roomId, [
      { ...roomUserOf(me), role: 'member' },
      { ...roomUserOf(other), role: 'member' },
    ]);
  }

  /** The first memberships are the room's first revs, in this order. */
  private async publish(
    me: Caller,
    roomId: string,
    members: (RoomUser & { role: 'owner' | 'member' })[],
  ): Promise<Room> {
    const room = (await this.mine.one(me.id, roomId)) ?? refuse('not_found');
    this.memberships.publish(
      room.epoch,
      0,
      members.map((member, i) => ({ roomId, rev: i + 1, ...member, member: true })),
    );
    await this.memberships.publishAdded(
      roomId,
      members.map(({ userId }) => userId),
    );
    publishRoomCreated(this.bus, room, me);
    return room;
  }
}
