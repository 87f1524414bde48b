import {
  Entry,
  Head,
  HistoryPage,
  Identity,
  ListedSession,
  Member,
  Message,
  Room,
  RoomId,
  RoomUser,
  Seq,
  SignedIn,
  SyncedRoom,
  User,
  Uuid,
} from '@parley/protocol';
import type * as z from 'zod/mini';

interface NamedShape {
  readonly schema: z.ZodMiniType;
  readonly means: string;
  /** What the name of a field does not say. */
  readonly fields?: Readonly<Record<string, string>>;
}

/** The shapes that have a name in the documents. What is not here is written out where it is used. */
export const namedShapes: Readonly<Record<string, NamedShape>> = {
  Uuid: { schema: Uuid, means: 'A uuid in lower case.' },
  RoomId: { schema: RoomId, means: 'A name that a user chose for a public room, or a uuid for any other.' },
  Seq: { schema: Seq, means: 'A place in a room: 1, 2, 3 ... without holes; 0 before the first.' },
  Head: {
    schema: Head,
    means: 'How much of a room a client has seen.',
    fields: { epoch: "Names the room's history: another epoch is another history." },
  },
  Message: {
    schema: Message,
    means: 'One stored message.',
    fields: {
      seq: 'Its place among the messages of the room.',
      rev: 'The place of its last change among all changes of the room.',
      clientId: 'As its sender chose it: the same clientId is the same message.',
      message: 'Empty when it was deleted.',
      timestamp:
        "When it was stored, in milliseconds of the server's clock; never runs backwards within a room.",
      editedAt: 'When its text was last changed, ms; absent when it never was.',
      deletedAt: 'When it was deleted, ms; absent while it stands. It keeps its place.',
    },
  },
  User: { schema: User, means: 'A person as others see one.' },
  ListedSession: {
    schema: ListedSession,
    means: 'One place where I am signed in.',
    fields: {
      createdAt: 'When one signed in there, ms.',
      lastUsedAt: 'When its tokens were renewed last, ms: a client in use does it every few minutes.',
      device: 'Browser and system in a few words, or the name of a program; null where nothing was said.',
      address: 'From where it was used last.',
      current: 'It is the one that asks.',
    },
  },
  RoomUser: { schema: RoomUser, means: 'What stands in lists of people.' },
  Room: {
    schema: Room,
    means: 'A room as one person sees it.',
    fields: {
      name: "For a direct room, the other person's name.",
      rev: 'The newest change.',
      lastSeq: 'The newest message; 0 without one.',
      lastAt: 'When the newest message was stored, ms; null without one.',
      readSeq: 'How far I have read. Unread is lastSeq - readSeq.',
      role: 'My place in it; null when I am not a member.',
      peer: 'The other person of a direct room, else null.',
    },
  },
  Member: {
    schema: Member,
    means: 'A membership as it stands after its last change.',
    fields: { member: 'False: it ended.' },
  },
  Identity: {
    schema: Identity,
    means: 'Who a socket turned out to be. Tokens are given to guests only: an account has its own.',
  },
  Entry: { schema: Entry, means: 'The entry to a room: what one who just came needs to know.' },
  SyncedRoom: {
    schema: SyncedRoom,
    means:
      'What became of a room since the head the client named: nothing; what changed; the newest page, when it is too much or another history; or it is no longer mine to see.',
  },
  SignedIn: {
    schema: SignedIn,
    means: 'A session has begun or goes on.',
    fields: { refreshToken: 'Absent when it went into its cookie.' },
  },
  HistoryPage: {
    schema: HistoryPage,
    means: 'Messages of a room, ascending by seq.',
    fields: {
      hasMore: 'There is more in the direction that was asked for; with `around` in either.',
      hasOlder: 'What fits the query lies before the page.',
      hasNewer: 'What fits the query lies behind the page.',
      before: 'The page before this one is `before` this seq.',
      after: 'The next page is `after` this seq.',
    },
  },
};
