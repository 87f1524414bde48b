/** Every bound of the protocol in one place. Texts count UTF-16 code units, as JavaScript and the browser do. */
export const LIMITS = {
  /** The longest text of a message; the shortest is 1. */
  messageLength: 8_000,
  /** The longest text that a client keeps in its field, so that it can be made shorter before it is sent. */
  draftLength: 40_000,
  /** The largest frame a socket may send, in bytes. Above it the connection ends. */
  frameBytes: 256 * 1024,
  /** About how many bytes of messages one answer holds at most: a page of history, a catch-up. It ends early, and one goes on. */
  answerBytes: 256 * 1024,
  /** A reader that takes none of what waits for so long, in ms, is cut off. */
  unreadIdleMs: 30_000,
  /** And a reader that leaves more than that unread, in bytes, and takes less than the second of it in so many ms. */
  unreadBytes: 1024 * 1024,
  unreadPaceBytes: 64 * 1024,
  unreadMs: 5_000,
  /** What may be unread at all, in bytes: of a connection, a person, an address, and on an instance. */
  unreadMostBytes: 8 * 1024 * 1024,
  unreadPersonBytes: 16 * 1024 * 1024,
  unreadAddressBytes: 64 * 1024 * 1024,
  unreadInstanceBytes: 256 * 1024 * 1024,
  /** Above it a connection is not told who types, and waits with what else it asks for, in bytes. */
  unreadDroppableBytes: 256 * 1024,
  /** So much is written to a connection at once, in bytes, and no more is joined to it. */
  batchBytes: 64 * 1024,
  /** The messages one page of history holds unless told otherwise, and at most. */
  historyPage: 50,
  historyPageMax: 100,
  /** The rows one page of a list holds at most; of lists of members, bans and one's own rooms also unless told otherwise. */
  listPageMax: 1_000,
  /** The people and the public rooms one page holds unless told otherwise. */
  peoplePage: 50,
  publicRoomsPage: 100,
  /** The kinds of reactions one message may have, and the users that are named of each where there are more. */
  reactionKinds: 50,
  reactionUsers: 10,
  /** The same where a client asks who they are. */
  reactionNames: 20,
  /** The newest messages kept hot for each room, in Redis and in each instance that watches it. */
  hotHistory: 100,
  /** The people `room_users` names. `total` counts the rest. */
  roomUsers: 200,
  /** From this many watchers on, presence is told as a count only. */
  presenceWatchers: 200,
  /** The commands that wait while `authenticate` is being settled. */
  queuedCommands: 16,
  /** The commands of one connection that wait for those before them: how many, their inputs' letters, and how long, in ms. */
  waitingCommands: 1_000,
  waitingLength: 1024 * 1024,
  waitingMs: 10_000,
  /** How long a socket may stay without a name, in ms. */
  anonymousMs: 5_000,
  /** The rooms one `sync` may ask about. */
  syncRooms: 500,
  /** The changes one `sync` answers for a room; above it the answer is `reload`. */
  syncChanges: 500,
  /** The longest topic of a room, and the longest reason of a ban. */
  topicLength: 250,
  reasonLength: 200,
  /** How long a mute lasts at most, and a ban that ends; the shortest is a second. In ms: a year. */
  sanctionMs: 31_536_000_000,
  /** The most that slow mode asks for between two messages of one person, in s. */
  slowSeconds: 3_600,
  /** How often a client says that its user types, and how long a receiver believes it, in ms. */
  typingEveryMs: 2_000,
  typingForgottenMs: 6_000,
} as const;
