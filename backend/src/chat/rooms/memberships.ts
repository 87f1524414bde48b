import type { Member, PersonInRoom } from '@parley/protocol';
import { encodeEvent } from '../changes/room-changes.js';
import type { ChangePublisher } from '../feed/change-publisher.js';
import type { Bus } from '../ports/bus.js';
import type { MemberChange } from '../stores/moderation-store.js';
import type { MembershipChange, Person, RoomStore } from '../stores/room-store.js';
import type { MyRooms } from './my-rooms.js';

/** Begins and ends memberships: stored under the room's lock with a rev, then told to the room, its person, everyone. */
export class Memberships {
  constructor(
    private readonly rooms: RoomStore,
    private readonly publisher: ChangePublisher,
    private readonly bus: Bus,
    private readonly mine: MyRooms,
  ) {}

  /** Null without such a room. Whether the user may come is the caller's question. */
  async begin(roomId: string, person: Person): Promise<MembershipChange | null> {
    const change = await this.set(roomId, person, true);
    if (change?.changed) await this.publishAdded(roomId, [person.id]);
    return change;
  }

  async end(roomId: string, person: Person): Promise<MembershipChange | null> {
    const change = await this.set(roomId, person, false);
    if (change?.changed) this.publishRemoved(roomId, person.id);
    return change;
  }

  /** Tells what one did to another's membership. @param whom who it was about, and their place before */
  publishModeration(roomId: string, change: MemberChange, whom: PersonInRoom): void {
    this.publish(change.head.epoch, change.lastSeq, change.members);
    const gone = change.members.find(({ userId, member }) => userId === whom.id && !member);
    if (whom.role !== null && gone) this.publishRemoved(roomId, whom.id, gone.banned);
  }

  /** Tells instances and people of memberships that are stored. Each person sees the room through own eyes. */
  async publishAdded(roomId: string, userIds: readonly string[]): Promise<void> {
    this.bus.publishControl({ about: 'membership', roomId, userIds: [...userIds], member: true });
    for (const userId of userIds) {
      const room = await this.mine.one(userId, roomId);
      // They may have gone again meanwhile.
      if (room?.role)
        this.bus.publishControl({ about: 'people', userIds: [userId], event: 'room_added', payload: room });
    }
  }

  /** Tells a room of membership changes with consecutive revs. */
  publish(epoch: string, lastSeq: number, members: readonly Member[]): void {
    const [first, last] = [members[0], members.at(-1)];
    if (!first || !last) return;
    const events = members.map((member) => encodeEvent('member_updated', member));
    this.publisher.publish([{ roomId: first.roomId, epoch, from: first.rev, to: last.rev, lastSeq, events }]);
  }

  private publishRemoved(roomId: string, userId: string, banned?: true): void {
    this.bus.publishControl({ about: 'membership', roomId, userIds: [userId], member: false });
    this.bus.publishControl({
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
