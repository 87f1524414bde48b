import {
  type Decision,
  decideDelete,
  decideEdit,
  decideInvite,
  decideLead,
  decideLeave,
  decideModeration,
  decideRead,
  decideSend,
  decideWrite,
  type Message,
  type ModerationAct,
  type Room,
  type RoomKind,
  type RoomUser,
  type User,
} from '@parley/protocol';
import { call } from '../support/talker.js';
import type { Role } from './rules.js';
import type { World } from './world.js';

/** What a page was told of a room, as it is told it over REST. */
export interface PageFacts {
  me: User;
  room: Room;
  members: readonly (RoomUser & { role: NonNullable<Room['role']> })[];
  mine: Message;
  theirs: Message;
  /** Of whom the moderation is. */
  otherId: string;
}

const moderation =
  (act: ModerationAct) =>
  ({ me, room, members, otherId }: PageFacts): Decision =>
    decideModeration(me, room, { id: otherId, role: roleOf(members, otherId) }, act);

/**
 * What the page offers, by the names of commands and routes, whichever it uses: what the policy allows by the facts that it
 * was told.
 */
export const SHOWN: Readonly<Record<string, (facts: PageFacts, on: 'mine' | 'theirs') => Decision>> = {
  send_message: ({ room }) => decideSend(room, null, Date.now()),
  typing: ({ room }) => decideWrite(room, Date.now()),
  react: ({ room }) => decideWrite(room, Date.now()),
  edit_message: (facts, on) => decideEdit(facts.me, facts.room, messageOf(facts, on), Date.now()),
  delete_message: (facts, on) => decideDelete(facts.me, facts.room, messageOf(facts, on)),
  join_room: ({ room }) => decideRead(room),
  join: ({ room }) => decideRead(room),
  leave_room: ({ room, members }) => decideLeave(room, members.length > 1),
  leave: ({ room, members }) => decideLeave(room, members.length > 1),
  invite: ({ room }) => decideInvite(room),
  update_room: ({ me, room }) => decideLead(me, room),
  bans: ({ me, room }) => decideLead(me, room),
  remove_member: moderation('remove'),
  mute_member: moderation('mute'),
  unmute_member: moderation('unmute'),
  ban_member: moderation('ban'),
  unban_member: moderation('unban'),
  set_role: moderation('role'),
  transfer_room: moderation('transfer'),
};

/** What has no button: reading, for a room that the page cannot read it does not show; and what is for programs. */
export const NOT_SHOWN = [
  ...[
    'watch_room',
    'read_history',
    'read_reactions',
    'reactions',
    'room',
    'members',
    'history',
    'export',
    'events',
    'sync',
    'mark_read',
  ],
  ...['HISTORY', 'MESSAGE', 'SUBSCRIBE', 'add_reaction', 'remove_reaction'],
];

/** Null where the page shows that the room is closed. */
export async function pageFacts(world: World, kind: RoomKind, role: Role): Promise<PageFacts | null> {
  const known = world.known(role);
  if (!known) throw new Error(`${role} is nobody`);
  const { roomId, ...seqs } = await world.place(kind, role);
  const session = await world.session(known.user);
  const read = (path: string) => call(world.url, 'GET', path, session);
  const room = await read(`/api/rooms/${roomId}`);
  if (room.status !== 200) return null;
  const [me, list, history] = await Promise.all([
    read('/api/me'),
    read(`/api/rooms/${roomId}/members`),
    read(`/api/chat/${roomId}/history`),
  ]);
  const { members } = list.body as Pick<PageFacts, 'members'>;
  const { messages } = history.body as { messages: Message[] };
  const messageAt = (seq: number): Message => {
    const found = messages.find((message) => message.seq === seq);
    if (!found) throw new Error(`${role} is not told message ${seq}`);
    return found;
  };
  return {
    ...{ me: me.body as User, room: room.body as Room, members, otherId: world.other.id },
    ...{ mine: messageAt(seqs.mine), theirs: messageAt(seqs.theirs) },
  };
}

function messageOf({ members, ...messages }: PageFacts, on: 'mine' | 'theirs') {
  const message = messages[on];
  return { ...message, authorRole: roleOf(members, message.userId) };
}

function roleOf(members: PageFacts['members'], userId: string) {
  return members.find((member) => member.userId === userId)?.role ?? null;
}
