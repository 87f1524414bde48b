/** Every bound of the protocol in one place. Texts count UTF-16 code units, as JavaScript and the browser do. */
export const LIMITS = {
  /** The longest text of a message; the shortest is 1. */
  messageLength: 8_000,
  /** The largest frame a socket may send, in bytes. Above it the connection ends. */
  frameBytes: 256 * 1024,
  /** What a connection may leave unread, in bytes, and for how long above that, in ms, before it is cut off. */
  unreadBytes: 1024 * 1024,
  unreadMs: 5_000,
  /** Above it a connection is cut off at once; and above the other it hears of nobody's typing, in bytes. */
  unreadMostBytes: 2 * 1024 * 1024,
  unreadPassingBytes: 256 * 1024,
  /** So much is written to a connection at once, in bytes, and no more is joined to it. */
  batchBytes: 64 * 1024,
  /** The messages one page of history holds unless told otherwise, and at most. */
  historyPage: 50,
  historyPageMax: 100,
  /** The newest messages kept hot for each room, in Redis and in each instance that watches it. */
  hotHistory: 100,
  /** The people `room_users` names. `total` counts the rest. */
  roomUsers: 200,
  /** From this many watchers on, presence is told as a count only. */
  presenceWatchers: 200,
  /** The commands that wait while `authenticate` is being settled. */
  queuedCommands: 16,
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
  /** How often a client says that somebody types, and how long a receiver believes it, in ms. */
  typingEveryMs: 2_000,
  typingForgottenMs: 6_000,
} as const;
