import { randomUUID } from 'node:crypto';
import type { Body, Room } from '@parley/protocol';
import type { Caller } from '../caller.js';
import type { Bus } from '../ports/bus.js';
import type { RateLimit } from '../ports/rate-limit.js';
import { refuse } from '../refusal.js';
import type { AccountStore } from '../stores/account-store.js';
import type { RoomStore } from '../stores/room-store.js';
import { chosenIdFor } from './chosen-id.js';
import type { Memberships } from './memberships.js';
import { tellCreated } from './tell-created.js';

/** Makes a room with the caller in it, or finds the direct room of two people. */
export class CreateRoom {
  constructor(
    private readonly rooms: RoomStore,
    private readonly accounts: AccountStore,
    private readonly memberships: Memberships,
    private readonly limits: RateLimit,
    private readonly bus: Bus,
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
    return this.tell(me, id, [{ id: me.id, username: me.username, role: 'owner' }]);
  }

  private async direct(me: Caller, otherId: string): Promise<Room> {
    if (otherId === me.id) refuse('bad_request', 'A direct room is for two people.');
    const other = (await this.accounts.find(otherId)) ?? refuse('not_found', 'There is no such person.');
    const { roomId, created } = await this.rooms.direct(me.id, other.id);
    if (!created) return (await this.rooms.roomFor(me.id, roomId)) ?? refuse('not_found');
    return this.tell(me, roomId, [
      { id: me.id, username: me.username, role: 'member' },
      { id: other.id, username: other.username, role: 'member' },
    ]);
  }

  /** The first memberships are the room's first revs, in this order. */
  private async tell(
    me: Caller,
    roomId: string,
    members: { id: string; username: string; role: 'owner' | 'member' }[],
  ): Promise<Room> {
    const room = (await this.rooms.roomFor(me.id, roomId)) ?? refuse('not_found');
    this.memberships.publish(
      room.epoch,
      0,
      members.map(({ id, username, role }, i) => ({
        roomId,
        rev: i + 1,
        userId: id,
        username,
        role,
        member: true,
      })),
    );
    await this.memberships.tellAdded(
      roomId,
      members.map(({ id }) => id),
    );
    tellCreated(this.bus, room, me);
    return room;
  }
}
