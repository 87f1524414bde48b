import type { Member } from '@parley/protocol';
import type { Bus } from '../ports/bus.js';
import { encodeEvent } from '../room-changes.js';
import type { MemberChange, Placed } from '../stores/moderation-store.js';
import type { MembershipChange, Person, RoomStore } from '../stores/room-store.js';
import type { ChangePublisher } from './change-publisher.js';

/** Begins and ends memberships: stored under the room's lock with a rev, then told to the room, its person, everyone. */
export class Memberships {
  constructor(
    private readonly rooms: RoomStore,
    private readonly publisher: ChangePublisher,
    private readonly bus: Bus,
  ) {}

  /** Null without such a room. Whether somebody may come is the caller's question. */
  async begin(roomId: string, person: Person): Promise<MembershipChange | null> {
    const change = await this.set(roomId, person, true);
    if (change?.changed) await this.tellAdded(roomId, [person.id]);
    return change;
  }

  async end(roomId: string, person: Person): Promise<MembershipChange | null> {
    const change = await this.set(roomId, person, false);
    if (change?.changed) this.tellRemoved(roomId, person.id);
    return change;
  }

  /** Tells what one did to another's membership. @param whom who it was about, and their place before */
  tellChanged(roomId: string, change: MemberChange, whom: Placed): void {
    this.publish(change.head.epoch, change.lastSeq, change.members);
    const gone = change.members.find(({ userId, member }) => userId === whom.id && !member);
    if (whom.role !== null && gone) this.tellRemoved(roomId, whom.id, gone.banned);
  }

  /** Tells instances and people of memberships that are stored. Each person sees the room through own eyes. */
  async tellAdded(roomId: string, userIds: readonly string[]): Promise<void> {
    this.bus.publishNotice({ about: 'membership', roomId, userIds: [...userIds], member: true });
    for (const userId of userIds) {
      const room = await this.rooms.roomFor(userId, roomId);
      // They may have gone again meanwhile.
      if (room?.role)
        this.bus.publishNotice({ about: 'people', userIds: [userId], event: 'room_added', payload: room });
    }
  }

  /** Tells a room of membership changes with consecutive revs. */
  publish(epoch: string, lastSeq: number, members: readonly Member[]): void {
    const [first, last] = [members[0], members.at(-1)];
    if (!first || !last) return;
    const events = members.map((member) => encodeEvent('member_updated', member));
    this.publisher.publish([{ roomId: first.roomId, epoch, from: first.rev, to: last.rev, lastSeq, events }]);
  }

  private tellRemoved(roomId: string, userId: string, banned?: true): void {
    this.bus.publishNotice({ about: 'membership', roomId, userIds: [userId], member: false });
    this.bus.publishNotice({
      about: 'people',
      userIds: [userId],
      event: 'room_removed',
      payload: { roomId, ...(banned ? { banned } : {}) },
    });
  }

  private async set(roomId: string, person: Person, member: boolean): Promise<MembershipChange | null> {
    const change = await this.rooms.setMember(roomId, person, member);
    if (change?.changed) this.publish(change.head.epoch, change.lastSeq, [change.changed]);
    return change;
  }
}
