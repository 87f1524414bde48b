import type { MemberRole, Message, Room } from '../shapes.js';

// The facts that rights come from, under the names of the protocol: what a client was told serves as it is. The server reads
// them again at each use.

/** A room as the user sees it at this moment: what has run out is absent. */
export interface RoomFacts extends Pick<Room, 'kind' | 'role' | 'mutedUntil'> {
  /** The user is banned from it. */
  banned?: boolean | undefined;
}

/** A stored message. */
export interface MessageFacts extends Pick<Message, 'userId' | 'deletedAt'> {
  /** The author's role in the room now; null when the author is no member of it any more. */
  authorRole: MemberRole | null;
}

/** A person by their role in the room; null when they are not a member. */
export interface PersonInRoom {
  id: string;
  role: MemberRole | null;
}
