import type { CommandName } from './commands.js';
import type { ErrorCode } from './errors.js';
import type { EventName } from './events.js';
import { LED_BY, MODERATING } from './moderation-words.js';

/**
 * What each command and event means, in words, for the documents. They stand beside the tables and not in them, so that
 * a page that talks need not load what only a reader wants.
 */
export const commandDescriptions = {
  authenticate: {
    means:
      'Gives a socket that came without a token its identity, once; and later a new token of the same session.',
    more: 'A guest gives its name; the server makes its id and ignores a claimed `userId`. Commands sent meanwhile wait and are then done in their order. A socket that has its identity goes on with the new token, without an interruption, until that expires.',
    refusals: [
      'already_authenticated',
      'bad_token',
      'token_expired',
      'session_ended',
      'guests_off',
      'name_taken',
      'rate_limited',
    ],
  },
  create_room: {
    means: 'Makes a room with me in it, or finds the direct room of two people. Does not watch it.',
    refusals: ['not_found', 'name_taken', 'rate_limited'],
  },
  join_room: {
    means: 'Makes me a member where I may be one, and this socket a watcher.',
    more: 'Followed by `message_history` and `room_users`, then by what is said live. Where rooms are made on demand, a public room that is not there yet is made.',
    refusals: ['not_found', 'banned', 'rate_limited'],
  },
  watch_room: {
    means: 'Makes this socket a watcher of a room I may read, without membership.',
    more: 'Followed by `message_history` and `room_users`.',
    refusals: ['not_found', 'banned'],
  },
  unwatch_room: { means: "Ends this socket's watch.", refusals: [] },
  ping: {
    means: 'Does nothing, and is answered.',
    more: 'For a client that wants to know at once whether its connection still stands: after a sleep, say.',
    refusals: [],
  },
  leave_room: {
    means: 'Ends my membership, and the watch of all my sockets.',
    more: 'The owner gives the room to another member first, unless there is none.',
    refusals: ['not_found', 'banned', 'forbidden'],
  },
  update_room: {
    means:
      'Changes the name, the topic, the slow mode of a room, and whether clients show who comes and goes: its owner, its moderators, an administrator.',
    refusals: MODERATING,
  },
  transfer_room: {
    means: 'Gives a room to one of its members; the former owner is a moderator then.',
    more: 'Its owner, and an administrator who can see it.',
    refusals: MODERATING,
  },
  set_role: {
    means: 'Makes a member a moderator, or a moderator a member.',
    more: 'The owner of the room, and an administrator who can see it.',
    refusals: MODERATING,
  },
  remove_member: { means: 'Takes a member out of a room.', more: LED_BY, refusals: MODERATING },
  ban_member: {
    means: 'Takes a user out of a room and keeps them out, member or not. Without `forMs` for good.',
    more: LED_BY,
    refusals: MODERATING,
  },
  unban_member: {
    means: 'Ends a ban. The user is no member yet.',
    more: LED_BY,
    refusals: MODERATING,
  },
  mute_member: {
    means: 'Lets a member read and not write, for a while.',
    more: LED_BY,
    refusals: MODERATING,
  },
  unmute_member: { means: 'Ends a mute.', more: LED_BY, refusals: MODERATING },
  send_message: {
    means: 'Stores one message. The same `clientId` in the same room is the same message, for ever.',
    more: 'The answer comes when it is committed. After a timeout or a lost connection send the same `clientId` again: `dup` says that it was stored before.',
    refusals: [
      'too_long',
      'empty_text',
      'not_a_member',
      'not_found',
      'banned',
      'muted',
      'slow_mode',
      'conflict',
      'rate_limited',
      'overloaded',
      'shutting_down',
    ],
  },
  read_history: {
    means: "A page of a room's history, ascending by seq, as REST gives it.",
    more: 'The newest; with `before` the newest below a seq, with `after` the oldest above it; never both.',
    refusals: ['not_found', 'banned'],
  },
  edit_message: {
    means: 'Gives a message of mine another text.',
    refusals: [
      'too_long',
      'empty_text',
      'not_a_member',
      'not_found',
      'forbidden',
      'muted',
      'rate_limited',
      'overloaded',
      'shutting_down',
    ],
  },
  delete_message: {
    means:
      "Takes the text of a message away for ever: of one of mine, or as a moderator of anyone's but the owner's and other moderators'. Its place stays.",
    refusals: ['not_a_member', 'not_found', 'forbidden', 'rate_limited', 'overloaded', 'shutting_down'],
  },
  react: {
    means: 'Reacts to a message with an emoji, or takes that back.',
    more: 'Doing it again changes nothing. A message has 50 kinds of reactions at most; those who may write may react, in slow mode too.',
    refusals: [
      'not_a_member',
      'not_found',
      'banned',
      'muted',
      'forbidden',
      'too_many',
      'rate_limited',
      'overloaded',
      'shutting_down',
    ],
  },
  read_reactions: {
    means: 'The reactions to a message, and the users who made them: the latest 20 of each.',
    refusals: ['not_found', 'banned'],
  },
  typing: {
    means: 'Tells the other watchers that I type, or have stopped.',
    more: 'Stored nowhere. A receiver forgets it after 6 s.',
    refusals: ['not_found', 'not_a_member', 'banned', 'muted', 'rate_limited'],
  },
  mark_read: {
    means: 'Moves my read cursor forward; never back.',
    refusals: ['not_found', 'not_a_member', 'banned'],
  },
  sync: {
    means:
      'Catches up after an absence: heads of the rooms the client holds, and which of them this socket watches.',
    more: 'The socket watches first and reads second, so what is said meanwhile arrives as events, perhaps before the answer. A delta with `more` is a part: ask again from its `rev`.',
    refusals: [],
  },
} as const satisfies Record<CommandName, CommandDescription>;

interface CommandDescription {
  readonly means: string;
  readonly more?: string;
  /** Its own refusals. Every command may answer with those of COMMAND_REFUSALS, too. */
  readonly refusals: readonly ErrorCode[];
}

/** What any command may be refused with. */
export const COMMAND_REFUSALS = [
  'bad_request',
  'unauthenticated',
  'rate_limited',
  'overloaded',
  'unavailable',
  'internal',
] as const satisfies readonly ErrorCode[];

/** What a handshake may be refused with. */
export const HANDSHAKE_REFUSALS = [
  'bad_token',
  'token_expired',
  'session_ended',
  'foreign_origin',
  'rate_limited',
] as const satisfies readonly ErrorCode[];

/** Each event's meaning, and its arguments by name, in order. */
export const eventDescriptions = {
  server_info: {
    means:
      'The instance one is connected to, and the others one may move to. The first event of every identified socket. `now` is the clock of the server, in ms: moments such as `mutedUntil` are judged by it.',
    args: ['server'],
  },
  authenticated: { means: '`authenticate` was done: who this socket is now.', args: ['identity'] },
  token_expiring: {
    means:
      "My socket's token ends in `inMs`: renew it over HTTP, then `authenticate` with the new one here. Else the socket is closed at that time. `expiresAt` is in milliseconds of the server's clock.",
    args: ['token'],
  },
  message_history: {
    means:
      'To the joining socket alone, before any live message: the newest page, ascending. `annexes` is what stands beside its messages, such as reactions; absent where there is nothing.',
    args: ['messages', 'place'],
  },
  room_users: {
    means: 'To the joining socket alone: who watches the room now, 200 people at most. `total` counts all.',
    args: ['people', 'place'],
  },
  message: { means: 'A message was stored. A watcher hears each once, ascending by seq.', args: ['message'] },
  message_updated: { means: 'A message was edited or deleted: how it stands now.', args: ['message'] },
  member_updated: {
    means: 'A membership began, changed or ended, or a user was banned.',
    args: ['member'],
  },
  room_updated: {
    means:
      'How the room is called or led changed: its name, its topic, its slow mode, whether clients show who comes and goes.',
    args: ['room'],
  },
  reaction_updated: {
    means:
      'A reaction to a message changed: how many users have made it, and the latest 10 of them. With a `count` of 0 it is gone.',
    args: ['reaction'],
  },
  room_head: {
    means: 'Everything up to `rev` has been told, though some revs between were overtaken by later changes.',
    args: ['head'],
  },
  user_joined: { means: "A person's first watching socket in the whole cluster came.", args: ['person'] },
  user_left: {
    means: "A person's last watching socket went, and did not come back in time.",
    args: ['person'],
  },
  user_typing: { means: 'A user types, or has stopped.', args: ['typing'] },
  presence: {
    means:
      'Who came online or went, gathered once a second; above 200 watchers only their count, which then stands for `user_joined` and `user_left`, too.',
    args: ['presence'],
  },
  room_added: { means: 'A room became mine: I joined it elsewhere, or was invited.', args: ['room'] },
  room_removed: { means: 'A room is no longer mine. Nothing of it follows.', args: ['room'] },
  room_read: { means: 'I have read so far, on some device of mine.', args: ['cursor'] },
  room_activity: {
    means: 'There is news in a room of mine that this socket does not watch. At most once a second each.',
    args: ['activity'],
  },
  room_created: {
    means:
      'There is a new public room, as one sees it who is no member. To everybody signed in but its maker, who hears room_added. A hint: when too many are made at once, some are not told.',
    args: ['room'],
  },
  error: { means: 'A command failed that asked for no acknowledgement.', args: ['error'] },
  goodbye: {
    means: 'The last event before the server ends a connection. With `retry`, come back after `afterMs`.',
    args: ['goodbye'],
  },
} as const satisfies Record<EventName, { readonly means: string; readonly args: readonly string[] }>;
