import type { Head, Member, MemberRole, Room, RoomKind, RoomUser } from '@parley/protocol';
import type { Page, PageOf } from '../cursor.js';

export interface Person {
  id: string;
  username: string;
}

/** Room and membership changes travel like messages: each has a rev, and these are the rows it left behind. */
export interface MembershipChange {
  head: Head;
  lastSeq: number;
  /** Null when the call changed nothing: already a member, or not one. */
  changed: Member | null;
  /** Why it changed nothing: one who is `banned` comes in no more, and the `owner` of a room with others in it stays. */
  refused: 'banned' | 'owner' | null;
}

export interface MemberRow extends RoomUser {
  role: MemberRole;
  /** Ms; absent when not muted. */
  mutedUntil?: number;
}

export interface MembersOf extends PageOf {
  query?: string;
}

export interface RoomToCreate {
  id: string;
  name: string;
  kind: RoomKind;
  /** Null for rooms without an owner: `general`, and those made on demand. */
  ownerId: string | null;
  /** Members from the start, the owner included. Their memberships are the room's first revs. */
  memberIds: string[];
}

/** Rooms and memberships in PostgreSQL. A room is found as one user sees it: rights live in the look-up. */
export abstract class RoomStore {
  /** The room as this person may see it: public, or mine. Null for absent, for hidden, and for those they are banned from. */
  abstract roomFor(userId: string, roomId: string): Promise<Room | null>;

  /** All rooms I am a member of, the latest activity first, those of one moment by their ids as programs compare them. */
  abstract mine(userId: string): Promise<Room[]>;

  /**
   * How long this person is still banned from a public room, ms; `Infinity`: for good; null: not at all. Of other rooms those
   * who are no members learn nothing.
   */
  abstract bannedFor(userId: string, roomId: string): Promise<number | null>;

  /**
   * Public rooms whose name or id contains the query, mine among them and none that I am banned from: the one of exactly
   * that name or id first, then those that begin with it, then the others; among those the latest activity first.
   */
  abstract publicRooms(userId: string, query: string, page: PageOf): Promise<Page<Room>>;

  /** False when the id is taken. */
  abstract create(room: RoomToCreate): Promise<boolean>;

  /** The direct room of two people, made when there is none: one for each pair, whichever of them asks first. */
  abstract direct(userId: string, otherId: string): Promise<{ roomId: string; created: boolean }>;

  /** Makes a user a member, or ends that, under the room's lock. Null without such a room. */
  abstract setMember(roomId: string, user: Person, member: boolean): Promise<MembershipChange | null>;

  /** The members whose name contains the query, if there is one: those whose begins with it first, each by name. */
  abstract members(roomId: string, page: MembersOf): Promise<Page<MemberRow>>;

  /** How many there are of them. */
  abstract memberCount(roomId: string): Promise<number>;

  /** Moves a cursor forward, never past the newest message. Returns where it stands; null when not a member. */
  abstract markRead(roomId: string, userId: string, seq: number): Promise<number | null>;

  /** The heads of these rooms, in one query; absent rooms are left out. */
  abstract heads(roomIds: readonly string[]): Promise<Map<string, Head>>;

  /** The rooms each of these people is a member of; people without any are left out. */
  abstract roomsOf(userIds: readonly string[]): Promise<Map<string, { all: string[]; direct: string[] }>>;
}
