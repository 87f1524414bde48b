import type { RoomKind } from '@parley/protocol';

/** Who asks: nobody that is known, or somebody by their place in the room. `admin` is one of the server, and no member. */
export const ROLES = [
  'anonymous',
  'stranger',
  'guest',
  'member',
  'muted',
  'banned',
  'moderator',
  'owner',
  'admin',
] as const;
export type Role = (typeof ROLES)[number];

/** How the table below writes an outcome. What is none of these, a test shows in full. */
export const OUTCOMES: Readonly<Record<string, string>> = {
  '.': 'done',
  u: 'unauthenticated',
  n: 'not_found',
  j: 'not_a_member',
  f: 'forbidden',
  b: 'banned',
  m: 'muted',
  a: 'already_authenticated',
  w: 'bad_credentials',
};

export interface Rule {
  /** Of the tables of the protocol: `command <name>`, `route <name>`, `frame <type>`. */
  of: readonly string[];
  /** Where one operation has two rules: on what it is done. */
  on?: 'mine' | 'theirs';
  /** What an input takes from nowhere else, by field. */
  input?: Readonly<Record<string, unknown>>;
  /** One outcome for each of ROLES; `-` where there is no such person. */
  rights: Readonly<Record<RoomKind, string>> | string;
}

/**
 * Who may do what: each operation of the protocol by each role in each kind of room, to a member of it where it is about
 * another. A direct room is of two, and nobody leads it.
 */
export const RULES: readonly Rule[] = [
  // Who one is. One outcome for each of: anonymous stranger guest member muted banned moderator owner admin
  {
    of: ['command authenticate', 'frame AUTHENTICATE'],
    input: { token: 'access' },
    rights: '. a a a a a a a a',
  },
  {
    of: ['route register', 'route guest'],
    input: { username: 'new', password: 'correct horse' },
    rights: '. . . . . . . . .',
  },
  {
    of: ['route login'],
    input: { username: 'known', password: 'correct horse' },
    rights: '. . . . . . . . .',
  },
  { of: ['route refresh'], input: { refreshToken: 'refresh' }, rights: '. . . . . . . . .' },
  { of: ['route logout'], input: {}, rights: 'u . . . . . . . .' },
  { of: ['route me', 'route users', 'route rooms'], rights: 'u . . . . . . . .' },
  {
    of: ['route health', 'route ready', 'route openapi', 'route asyncapi'],
    rights: '. . . . . . . . .',
  },
  { of: ['route sessions', 'route end_other_sessions'], rights: 'u . . . . . . . .' },
  { of: ['route end_session'], input: { sessionId: 'theirs' }, rights: 'u n n n n n n n n' },
  {
    of: ['route change_password'],
    input: { oldPassword: 'wrong horse', newPassword: 'correct horse' },
    rights: 'u w f w w w w w w',
  },
  {
    of: ['command create_room', 'route create_room'],
    input: { kind: 'private', name: 'Tea' },
    rights: 'u . . . . . . . .',
  },

  // Reading.
  {
    of: [
      'command watch_room',
      'command read_history',
      'command read_reactions',
      'frame HISTORY',
      'route room',
      'route members',
      'route history',
      'route reactions',
      'route export',
      'route events',
    ],
    rights: {
      public: 'u . . . . b . . .',
      private: 'u n n . . n . . n',
      direct: ' u n n . - - - - n',
    },
  },
  {
    // It answers everybody, room by room: `gone` is its `not_found`.
    of: ['command sync'],
    rights: {
      public: 'u . . . . n . . .',
      private: 'u n n . . n . . n',
      direct: ' u n n . - - - - n',
    },
  },
  // Of one's own connection alone.
  { of: ['command unwatch_room', 'frame UNSUBSCRIBE', 'command ping'], rights: 'u . . . . . . . .' },

  // Writing.
  {
    of: [
      'command send_message',
      'frame MESSAGE',
      'command typing',
      'command react',
      'route add_reaction',
      'route remove_reaction',
    ],
    rights: {
      public: 'u j j . m b . . j',
      private: 'u n n . m n . . n',
      direct: ' u n n . - - - - n',
    },
  },
  {
    of: ['command mark_read'],
    rights: {
      public: 'u j j . . b . . j',
      private: 'u n n . . n . . n',
      direct: ' u n n . - - - - n',
    },
  },
  {
    of: ['command edit_message'],
    on: 'mine',
    rights: {
      public: 'u j j . m j . . j',
      private: 'u n n . m n . . n',
      direct: ' u n n . - - - - n',
    },
  },
  {
    of: ['command edit_message'],
    on: 'theirs',
    rights: {
      public: 'u j j f f j f f j',
      private: 'u n n f f n f f n',
      direct: ' u n n f - - - - n',
    },
  },
  {
    of: ['command delete_message'],
    on: 'mine',
    rights: {
      public: 'u j j . . j . . j',
      private: 'u n n . . n . . n',
      direct: ' u n n . - - - - n',
    },
  },
  {
    of: ['command delete_message'],
    on: 'theirs',
    rights: {
      public: 'u j j f f j . . j',
      private: 'u n n f f n . . n',
      direct: ' u n n f - - - - n',
    },
  },

  // Coming and going.
  {
    of: ['command join_room', 'route join', 'frame SUBSCRIBE'],
    rights: {
      public: 'u . . . . b . . .',
      private: 'u n n . . n . . n',
      direct: ' u n n . - - - - n',
    },
  },
  {
    // The owner gives the room to another member first.
    of: ['command leave_room', 'route leave'],
    rights: {
      public: 'u . . . . b . f .',
      private: 'u n n . . n . f n',
      direct: ' u n n f - - - - n',
    },
  },
  {
    of: ['route invite'],
    rights: {
      public: 'u j j . . b . . j',
      private: 'u n n . . n . . n',
      direct: ' u n n f - - - - n',
    },
  },

  // Leading a room.
  {
    of: [
      'command update_room',
      'route update_room',
      'route bans',
      'command remove_member',
      'route remove_member',
      'command mute_member',
      'route mute_member',
      'command unmute_member',
      'route unmute_member',
      'command ban_member',
      'route ban_member',
      'command unban_member',
      'route unban_member',
    ],
    rights: {
      public: 'u f f f f b . . .',
      private: 'u n n f f n . . n',
      direct: ' u n n f - - - - n',
    },
  },
  {
    of: ['command set_role', 'route set_role', 'command transfer_room', 'route transfer_room'],
    rights: {
      public: 'u f f f f b f . .',
      private: 'u n n f f n f . n',
      direct: ' u n n f - - - - n',
    },
  },
];
