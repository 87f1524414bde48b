import type { ListedSession, User } from '@parley/protocol';
import { type EntityManager, IsNull } from 'typeorm';
import {
  type Rotation,
  SessionStore,
  type SessionToBegin,
  type TokenUse,
} from '../../chat/stores/session-store.js';
import { BatchLoader } from '../../concurrency/batch-loader.js';
import type { PostgresSource } from './data-source.js';
import { endSessions } from './end-sessions.js';
import { RefreshTokenEntity } from './entities/refresh-token.entity.js';
import { SessionEntity } from './entities/session.entity.js';
import { prepared, preparedOn } from './prepared.js';
import { toUser } from './to-user.js';

const LISTED_MOST = 100;

interface ShownToken {
  session_id: string;
  live: boolean;
  expired: boolean;
  /** Shown by a client that should not have it any more. */
  stolen: boolean;
  /** How many successors it had, and whether the last was made within the grace; one of an older version has none. */
  successors: number;
  fresh: boolean;
}

export class PostgresSessionStore extends SessionStore {
  private readonly users = new BatchLoader((sessionIds) => this.usersOf(sessionIds));

  constructor(private readonly source: PostgresSource) {
    super();
  }

  begin(session: SessionToBegin): Promise<boolean> {
    const { id, userId, tokenHash, expiresAt, client, passwordHash = null } = session;
    return this.source.transaction(async (db) => {
      // Waits for a change of the account or its password that is under way, and then sees what it did.
      const may: unknown[] = await db.query(
        `SELECT 1 FROM users WHERE id = $1 AND disabled_at IS NULL AND ($2::text IS NULL OR password_hash = $2)
         FOR SHARE`,
        [userId, passwordHash],
      );
      if (may.length === 0) return false;
      await db.insert(SessionEntity, { id, userId, ...client });
      await db.insert(RefreshTokenEntity, { hash: tokenHash, sessionId: id, expiresAt });
      return true;
    });
  }

  rotate(use: TokenUse): Promise<Rotation> {
    return this.source.transaction(async (db): Promise<Rotation> => {
      const shown = await lockAndRead(db, use.tokenHash, use.graceMs);
      if (!shown?.live || shown.expired) return { outcome: 'unknown' };
      const sessionId = shown.session_id;
      if (shown.stolen) {
        await end(db, sessionId);
        return { outcome: 'reused', sessionId };
      }
      const n = await succeed(db, use, shown);
      await db.query('DELETE FROM refresh_tokens WHERE session_id = $1 AND expires_at < now()', [sessionId]);
      await db.update(
        SessionEntity,
        { id: sessionId },
        { ...use.client, lastUsedAt: () => 'clock_timestamp()' },
      );
      const session = await db.findOneOrFail(SessionEntity, {
        where: { id: sessionId },
        relations: { user: true },
      });
      return { outcome: 'rotated', sessionId, user: toUser(session.user), n };
    });
  }

  end(sessionId: string): Promise<boolean> {
    return end(this.source.manager, sessionId);
  }

  async endByToken(tokenHash: Buffer): Promise<string | null> {
    const token = await this.source.manager.findOneBy(RefreshTokenEntity, { hash: tokenHash });
    return token && (await this.end(token.sessionId)) ? token.sessionId : null;
  }

  async endOf(userId: string, sessionId: string): Promise<boolean> {
    return (
      (await endSessions(this.source.manager, 'user_id = $1 AND id = $2', [userId, sessionId])).length > 0
    );
  }

  endOthers(userId: string, keepSessionId: string): Promise<string[]> {
    return endSessions(this.source.manager, 'user_id = $1 AND id <> $2', [userId, keepSessionId]);
  }

  async endUnused(ms: number): Promise<void> {
    const unused = "last_used_at < clock_timestamp() - $1 * interval '1 millisecond'";
    await endSessions(this.source.manager, unused, [ms]);
  }

  async listOf(userId: string): Promise<Omit<ListedSession, 'current'>[]> {
    const found = await this.source.manager.find(SessionEntity, {
      where: { userId, endedAt: IsNull() },
      order: { lastUsedAt: 'DESC', id: 'ASC' },
      take: LISTED_MOST,
    });
    return found.map(({ id, createdAt, lastUsedAt, device, address }) => {
      return { id, createdAt: createdAt.getTime(), lastUsedAt: lastUsedAt.getTime(), device, address };
    });
  }

  async outdated(held: ReadonlyMap<string, string>): Promise<{ ended: string[]; changed: string[] }> {
    const rows: { id: string; ended: boolean }[] = await this.source.query(
      `SELECT held.id, s.id IS NULL AS ended
       FROM unnest($1::uuid[], $2::text[]) AS held (id, role)
       LEFT JOIN (sessions s JOIN users u ON u.id = s.user_id) ON s.id = held.id AND s.ended_at IS NULL
       WHERE s.id IS NULL OR u.role <> held.role`,
      [[...held.keys()], [...held.values()]],
    );
    const idsOf = (ended: boolean) => rows.filter((row) => row.ended === ended).map(({ id }) => id);
    return { ended: idsOf(true), changed: idsOf(false) };
  }

  async changedWithin(
    ms: number,
  ): Promise<{ ended: string[]; roles: { userId: string; role: User['role'] }[] }> {
    const rows = await prepared<{ session: string | null; user: string; role: User['role'] }>(
      this.source,
      'sessions_changed',
      `SELECT id AS session, user_id AS user, '' AS role FROM sessions
       WHERE ended_at > clock_timestamp() - $1 * interval '1 millisecond'
       UNION ALL
       SELECT NULL, id, role FROM users
       WHERE role_changed_at > clock_timestamp() - $1 * interval '1 millisecond'`,
      [Math.ceil(ms)],
    );
    return {
      ended: rows.flatMap(({ session }) => session ?? []),
      roles: rows.filter(({ session }) => session === null).map(({ user, role }) => ({ userId: user, role })),
    };
  }

  async userOf(sessionId: string): Promise<User | null> {
    return (await this.users.load(sessionId)) ?? null;
  }

  private async usersOf(sessionIds: readonly string[]): Promise<Map<string, User>> {
    const rows = await preparedOn<User & { session: string }>(
      this.source.quick,
      'users_of_sessions',
      `SELECT s.id AS session, u.id, u.username, u.kind, u.role FROM sessions s JOIN users u ON u.id = s.user_id
       WHERE s.id = ANY ($1) AND s.ended_at IS NULL`,
      [sessionIds],
    );
    return new Map(rows.map(({ session, ...user }) => [session, user]));
  }
}

/** Two statements: what another tab did while this one waited for the lock is seen only by a later snapshot. */
async function lockAndRead(
  db: EntityManager,
  hash: Buffer,
  graceMs: number,
): Promise<ShownToken | undefined> {
  await db.query(
    `SELECT 1 FROM sessions s JOIN refresh_tokens t ON t.session_id = s.id WHERE t.hash = $1 FOR UPDATE OF s`,
    [hash],
  );
  // One that was used under an older version has no successor that is known: it may be used again within the grace.
  const rows: ShownToken[] = await db.query(
    `SELECT t.session_id, s.ended_at IS NULL AS live, t.expires_at < now() AS expired, t.successors,
            t.revoked_at IS NOT NULL OR next.used_at IS NOT NULL
              OR t.successor IS NULL AND coalesce(t.used_at < clock_timestamp() - $2 * interval '1 millisecond', false)
              AS stolen,
            coalesce(t.succeeded_at > clock_timestamp() - $2 * interval '1 millisecond', false) AS fresh
     FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id
     LEFT JOIN refresh_tokens next ON next.hash = t.successor
     WHERE t.hash = $1`,
    [hash, graceMs],
  );
  return rows[0];
}

/** Puts the token that follows in place, unless it is there. Returns which it is. */
async function succeed(
  db: EntityManager,
  use: TokenUse,
  { session_id, ...shown }: ShownToken,
): Promise<number> {
  const { tokenHash, expiresAt } = use;
  // With another secret, an earlier one cannot be told again.
  if (shown.fresh) {
    const same = use.successorHash(shown.successors);
    const found = await db.query('SELECT 1 FROM refresh_tokens WHERE hash = $1 AND successor = $2', [
      tokenHash,
      same,
    ]);
    if (found.length > 0) return shown.successors;
  }
  const n = shown.successors + 1;
  const hash = use.successorHash(n);
  await db.query(
    `UPDATE refresh_tokens SET revoked_at = clock_timestamp()
     WHERE hash = (SELECT successor FROM refresh_tokens WHERE hash = $1)`,
    [tokenHash],
  );
  await db.insert(RefreshTokenEntity, { hash, sessionId: session_id, expiresAt });
  await db.query(
    `UPDATE refresh_tokens SET used_at = coalesce(used_at, clock_timestamp()), successor = $2, successors = $3,
                               succeeded_at = clock_timestamp()
     WHERE hash = $1`,
    [tokenHash, hash, n],
  );
  return n;
}

async function end(db: EntityManager, sessionId: string): Promise<boolean> {
  return (await endSessions(db, 'id = $1', [sessionId])).length > 0;
}
