import { randomUUID } from 'node:crypto';
import { groupIdOf, type RoomKind, type User } from '@parley/protocol';
import { JwtAccessTokens } from '../../src/adapters/jwt/jwt-access-tokens.js';
import { SystemClock } from '../../src/adapters/memory/system-clock.js';
import { PostgresSessionStore } from '../../src/adapters/postgres/session-store.js';
import { type OpenedSession, SessionOpener } from '../../src/chat/accounts/session-opener.js';
import { TokenKey } from '../../src/chat/accounts/token-key.js';
import { startCluster, type TestCluster } from '../support/instances.js';
import { addPerson } from '../support/people.js';
import { PlainTalker } from '../support/plain-talker.js';
import { register, Talker } from '../support/talker.js';
import { ROLES, type Role } from './rules.js';

export interface Known {
  user: User;
  talker: Talker;
  plain: PlainTalker;
}

/** A room as one role finds it: `mine` and `theirs` are the seqs of two messages. */
export interface Place {
  roomId: string;
  epoch: string;
  clientId: string;
  mine: number;
  theirs: number;
}

const SECRET = 'a secret that serves the tests of rights and nothing else';

/**
 * A real server, and one person for each role. The second instance takes no guests: there a plain WebSocket without a
 * token is nobody.
 */
export class World {
  private readonly people = new Map<Role, Known>();
  private loginName: Promise<string> | null = null;

  private constructor(
    readonly cluster: TestCluster,
    private readonly opener: SessionOpener,
    private readonly tokens: JwtAccessTokens,
    /** A member of every room. */
    readonly other: User,
    /** The owner of each room whose owner is not the one who asks. */
    private readonly host: User,
  ) {}

  static async open(): Promise<World> {
    const cluster = await startCluster({
      instances: 2,
      redis: true,
      env: { JWT_SECRET: SECRET, RATE_LIMITS: 'off' },
      envOf: (index) => ({ GUESTS: index === 0 ? 'on' : 'off' }),
    });
    const { source } = cluster.database;
    const tokens = new JwtAccessTokens(new TokenKey(SECRET), 15 * 60);
    const opener = new SessionOpener(new PostgresSessionStore(source), tokens, new SystemClock());
    const account = async (name: string): Promise<User> => {
      return { ...(await addPerson(source, name)), kind: 'account', role: 'member' };
    };
    const world = new World(cluster, opener, tokens, await account('other'), await account('host'));
    for (const role of ROLES) {
      if (role === 'anonymous') continue;
      const user = await account(role);
      if (role === 'guest') await source.query(`UPDATE users SET kind = 'guest' WHERE id = $1`, [user.id]);
      if (role === 'admin') await source.query(`UPDATE users SET role = 'admin' WHERE id = $1`, [user.id]);
      const session = await opener.open(user);
      const talker = await Talker.connect(world.url, session);
      world.people.set(role, { user, talker, plain: await PlainTalker.with(world.url, session.accessToken) });
    }
    return world;
  }

  get url(): string {
    return this.cluster.url;
  }

  get urlWithoutGuests(): string {
    return this.cluster.instances[1]?.url ?? '';
  }

  known(role: Role): Known | null {
    return this.people.get(role) ?? null;
  }

  /** A session of its own, which an operation may end. */
  session(user: User): Promise<OpenedSession> {
    return this.opener.open(user);
  }

  async sessionIdOf({ accessToken }: OpenedSession): Promise<string> {
    return this.tokens.verify(accessToken).sessionId;
  }

  /** Somebody else like the one of a role; undefined for nobody. */
  async twin(role: Role): Promise<User | undefined> {
    const user = this.known(role)?.user;
    if (!user) return undefined;
    const { source } = this.cluster.database;
    const twin = { ...user, ...(await addPerson(source, `twin-${role}`)) };
    await source.query('UPDATE users SET kind = $2, role = $3 WHERE id = $1', [
      twin.id,
      user.kind,
      user.role,
    ]);
    return twin;
  }

  /** The name of one whose password is `correct horse`. */
  async somebodyWhoCanLogIn(): Promise<string> {
    this.loginName ??= register(this.url, 'keyholder').then(({ user }) => user.username);
    return this.loginName;
  }

  /** A room of its own for each question, since some operations change what they are asked of. */
  async place(kind: RoomKind, role: Role): Promise<Place> {
    const { source } = this.cluster.database;
    const me = this.known(role)?.user;
    const roomId = kind === 'public' ? `room-${randomUUID().slice(0, 13)}` : randomUUID();
    const epoch = randomUUID();
    const members: [User, string][] = [[this.other, 'member']];
    const isInside = role === 'muted' || role === 'member' || role === 'moderator' || role === 'owner';
    if (me && isInside) members.push([me, role === 'muted' ? 'member' : role]);
    if (kind !== 'direct' && role !== 'owner') members.push([this.host, 'owner']);
    if (kind === 'direct' && !isInside) members.push([this.host, 'member']);
    await source.query(
      `INSERT INTO rooms (id, name, kind, epoch, last_seq, last_rev, last_at) VALUES ($1, $1, $2, $3, 2, $4, 1)`,
      [roomId, kind, epoch, members.length + 2],
    );
    await source.query(
      `INSERT INTO members (room_id, user_id, role, rev, member)
       SELECT $1, m.id, m.role, m.n, true FROM unnest($2::uuid[], $3::text[]) WITH ORDINALITY AS m (id, role, n)`,
      [roomId, members.map(([{ id }]) => id), members.map(([, place]) => place)],
    );
    if (me && role === 'muted') {
      await source.query('UPDATE members SET muted_until = $3 WHERE room_id = $1 AND user_id = $2', [
        ...[roomId, me.id, Date.now() + 600_000],
      ]);
    }
    if (me && role === 'banned') {
      await source.query(
        'INSERT INTO members (room_id, user_id, rev, member, banned_until) VALUES ($1, $2, 1, false, $3)',
        [roomId, me.id, Date.now() + 600_000],
      );
    }
    await source.query(
      `INSERT INTO messages (room_id, seq, rev, id, user_id, client_id, sent_digest, body, sent_at)
       SELECT $1, m.n, $3 + m.n, gen_random_uuid(), m.id, gen_random_uuid(), '', 'Hello!', 1
       FROM unnest($2::uuid[]) WITH ORDINALITY AS m (id, n)`,
      [roomId, [this.other.id, me?.id ?? this.host.id], members.length],
    );
    return { roomId, epoch, clientId: randomUUID(), theirs: 1, mine: 2 };
  }

  /** What an input has in its fields, by their names. */
  fields({ roomId, epoch, clientId, mine, theirs }: Place, on: 'mine' | 'theirs'): Record<string, unknown> {
    return {
      roomId,
      groupId: groupIdOf(roomId),
      userId: this.other.id,
      seq: on === 'mine' ? mine : theirs,
      message: 'Something else',
      clientId,
      isTyping: true,
      emoji: '👍',
      on: true,
      role: 'moderator',
      forMs: 60_000,
      topic: 'Tea',
      rooms: { [roomId]: { epoch, rev: 1 } },
      watch: [],
    };
  }

  async close(): Promise<void> {
    for (const { talker, plain } of this.people.values()) {
      talker.close();
      plain.close();
    }
    await this.cluster.stop();
  }
}
