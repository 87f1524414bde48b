import type { Body, Head, Member, MemberRole, PersonInRoom, RoomSettings } from '@parley/protocol';
import type { Page, PageOf } from '../cursor.js';
import type { Person } from './room-store.js';

/** A `ModerationAct` with what it takes. Without `forMs` a ban is for good. */
export type MemberAct =
  | { act: 'remove' | 'unban' | 'unmute' | 'transfer' }
  | { act: 'role'; role: 'member' | 'moderator' }
  | { act: 'mute'; forMs: number }
  | { act: 'ban'; forMs: number | null; reason: string };

export interface MemberChange {
  head: Head;
  lastSeq: number;
  /** `same`: it stood like that already. */
  outcome: 'changed' | 'same';
  /** The memberships that changed, ascending by rev, consecutive; and that of whom it was about, in any case. */
  members: Member[];
}

export interface RoomChange {
  head: Head;
  lastSeq: number;
  outcome: 'changed' | 'same';
  settings: RoomSettings;
}

export interface Ban extends Person {
  /** Ms; null for good. */
  until: number | null;
  reason: string;
}

/** How rooms are led, in PostgreSQL. Each change has a rev, like messages. */
export abstract class ModerationStore {
  /** A user's place in a room; null for no member. */
  abstract roleOf(roomId: string, userId: string): Promise<MemberRole | null>;

  /**
   * Does something to a membership, under the room's lock, if both still have the roles by which it was judged, else
   * `stale`. Null without such a room.
   */
  abstract changeMember(
    roomId: string,
    by: PersonInRoom,
    whom: PersonInRoom,
    act: MemberAct,
  ): Promise<MemberChange | 'stale' | null>;

  /** The same of the settings of a room: those that are given. */
  abstract changeRoom(
    roomId: string,
    by: PersonInRoom,
    settings: Body<'updateRoom'>,
  ): Promise<RoomChange | 'stale' | null>;

  /** The bans that hold, by name, 1,000 at most. */
  abstract bans(roomId: string, page: PageOf): Promise<Page<Ban>>;
}
