import type { RoomKind } from '@parley/protocol';

/** Who asks: nobody that is known, or somebody by their place in the room. `admin` is one of the server, and no member. */
export const ROLES = ['anonymous', 'stranger', 'guest', 'member', 'owner', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** How the table below writes an outcome. What is none of these, a test shows in full. */
export const OUTCOMES: Readonly<Record<string, string>> = {
  '.': 'done',
  u: 'unauthenticated',
  n: 'not_found',
  j: 'not_a_member',
  f: 'forbidden',
  a: 'already_authenticated',
  b: 'bad_credentials',
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
 * Who may do what: each operation of the protocol by each role in each kind of room. A direct room is of two, and nobody
 * owns it.
 */
export const RULES: readonly Rule[] = [
  // Who one is.                                            anonymous stranger guest member owner admin
  { of: ['command authenticate', 'frame AUTHENTICATE'], rights: '. a a a a a', input: { token: 'access' } },
  {
    of: ['route register', 'route guest'],
    rights: '. . . . . .',
    input: { username: 'new', password: 'correct horse' },
  },
  { of: ['route login'], rights: '. . . . . .', input: { username: 'known', password: 'correct horse' } },
  { of: ['route refresh'], rights: '. . . . . .', input: { refreshToken: 'refresh' } },
  { of: ['route logout'], rights: 'u . . . . .', input: {} },
  { of: ['route sessions', 'route end_other_sessions'], rights: 'u . . . . .' },
  { of: ['route end_session'], rights: 'u n n n n n', input: { sessionId: 'theirs' } },
  {
    of: ['route change_password'],
    rights: 'u b f b b b',
    input: { oldPassword: 'wrong horse', newPassword: 'correct horse' },
  },
  { of: ['route me', 'route users', 'route rooms'], rights: 'u . . . . .' },
  { of: ['route health', 'route ready', 'route openapi', 'route asyncapi'], rights: '. . . . . .' },
  {
    of: ['command create_room', 'route create_room'],
    rights: 'u . . . . .',
    input: { kind: 'private', name: 'Tea' },
  },

  // Reading.
  {
    of: ['command watch_room', 'command read_history', 'frame HISTORY'],
    rights: { public: 'u . . . . .', private: 'u n n . . n', direct: 'u n n . - n' },
  },
  {
    of: ['route room', 'route members', 'route history', 'route export', 'route events'],
    rights: { public: 'u . . . . .', private: 'u n n . . n', direct: 'u n n . - n' },
  },
  // It answers everybody, room by room: `gone` is its `not_found`.
  { of: ['command sync'], rights: { public: 'u . . . . .', private: 'u n n . . n', direct: 'u n n . - n' } },
  // Of one's own connection alone.
  { of: ['command unwatch_room', 'frame UNSUBSCRIBE'], rights: 'u . . . . .' },

  // Writing.
  {
    of: ['command send_message', 'frame MESSAGE', 'command typing', 'command mark_read'],
    rights: { public: 'u j j . . j', private: 'u n n . . n', direct: 'u n n . - n' },
  },
  {
    of: ['command edit_message', 'command delete_message'],
    on: 'mine',
    rights: { public: 'u j j . . j', private: 'u n n . . n', direct: 'u n n . - n' },
  },
  {
    of: ['command edit_message'],
    on: 'theirs',
    rights: { public: 'u j j f f j', private: 'u n n f f n', direct: 'u n n f - n' },
  },
  {
    of: ['command delete_message'],
    on: 'theirs',
    rights: { public: 'u j j f . j', private: 'u n n f . n', direct: 'u n n f - n' },
  },

  // Coming and going.
  {
    of: ['command join_room', 'route join', 'frame SUBSCRIBE'],
    rights: { public: 'u . . . . .', private: 'u n n . . n', direct: 'u n n . - n' },
  },
  {
    of: ['command leave_room', 'route leave'],
    rights: { public: 'u . . . . .', private: 'u n n . . n', direct: 'u n n f - n' },
  },
  { of: ['route invite'], rights: { public: 'u j j . . j', private: 'u n n . . n', direct: 'u n n f - n' } },
  {
    of: ['route remove_member'],
    rights: { public: 'u f f f . .', private: 'u n n f . n', direct: 'u n n f - n' },
  },
];
