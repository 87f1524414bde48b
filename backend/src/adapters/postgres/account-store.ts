import type { RoomUser, User } from '@parley/protocol';
import type { EntityManager, Repository } from 'typeorm';
import type { Page, PageOf } from '../../chat/cursor.js';
import { roomUserOf } from '../../chat/room-user.js';
import { AccountStore, type NewAccount } from '../../chat/stores/account-store.js';
import type { PostgresSource } from './data-source.js';
import { endSessions } from './end-sessions.js';
import { UserEntity } from './entities/user.entity.js';
import { searchPeople } from './people-search.js';
import { prepared } from './prepared.js';
import { toUser } from './to-user.js';

/** Whether the user `u` has a session that could still be renewed. */
const HAS_SESSION = `EXISTS (
  SELECT 1 FROM sessions s JOIN refresh_tokens t ON t.session_id = s.id
  WHERE s.user_id = u.id AND s.ended_at IS NULL AND t.expires_at > now())`;

export class PostgresAccountStore extends AccountStore {
  private readonly users: Repository<UserEntity>;

  constructor(private readonly source: PostgresSource) {
    super();
    this.users = source.getRepository(UserEntity);
  }

  create(account: NewAccount): Promise<boolean> {
    return this.source.transaction((db) => insertUnlessTaken(db, account));
  }

  createFirst(account: NewAccount): Promise<boolean> {
    return this.source.transaction(async (db) => {
      await lock(db, 'the first account');
      if (await db.existsBy(UserEntity, { kind: 'account' })) return false;
      return insertUnlessTaken(db, account);
    });
  }

  async find(userId: string): Promise<User | null> {
    const user = await this.users.findOneBy({ id: userId });
    return user && toUser(user);
  }

  async findForLogin(nameKey: string) {
    const user = await this.users.findOneBy({ nameKey, kind: 'account' });
    if (!user?.passwordHash) return null;
    return { user: toUser(user), passwordHash: user.passwordHash, disabled: user.disabledAt !== null };
  }

  async passwordHashOf(userId: string): Promise<string | null> {
    return (await this.users.findOneBy({ id: userId }))?.passwordHash ?? null;
  }

  changePassword(change: {
    userId: string;
    oldHash: string;
    newHash: string;
    keepSessionId: string;
  }): Promise<string[] | null> {
    const { userId, oldHash, newHash, keepSessionId } = change;
    return this.source.transaction(async (db) => {
      const { affected } = await db.update(
        UserEntity,
        { id: userId, passwordHash: oldHash },
        { passwordHash: newHash },
      );
      if (affected !== 1) return null;
      return endSessions(db, 'user_id = $1 AND id <> $2', [userId, keepSessionId]);
    });
  }

  async setRole(nameKey: string, role: 'member' | 'admin'): Promise<boolean> {
    const { affected } = await this.users.update(
      { nameKey, kind: 'account' },
      { role, roleChangedAt: () => 'clock_timestamp()' },
    );
    return affected === 1;
  }

  setDisabled(nameKey: string, disabled: boolean): Promise<boolean> {
    return this.source.transaction(async (db) => {
      const { affected } = await db.update(
        UserEntity,
        { nameKey, kind: 'account' },
        { disabledAt: disabled ? () => 'clock_timestamp()' : null },
      );
      if (disabled) {
        const theirs = `user_id = (SELECT id FROM users WHERE name_key = $1 AND kind = 'account')`;
        await endSessions(db, theirs, [nameKey]);
      }
      return affected === 1;
    });
  }

  search(query: string, page: PageOf): Promise<Page<User>> {
    return searchPeople(this.source.searches, query, page, HAS_SESSION);
  }

  async named(userIds: readonly string[]): Promise<Map<string, RoomUser>> {
    const found = await prepared<Pick<User, 'id' | 'username' | 'kind'>>(
      this.source,
      'named',
      'SELECT id, username, kind FROM users WHERE id = ANY ($1)',
      [userIds],
    );
    return new Map(found.map((user) => [user.id, roomUserOf(user)]));
  }
}

/** Two people asking for look-alike names at once wait for each other; the look-up below sees who was first. */
async function insertUnlessTaken(db: EntityManager, account: NewAccount): Promise<boolean> {
  await lock(db, `name:${account.nameKey}`);
  const rivals = account.kind === 'account' ? `(u.kind = 'account' OR ${HAS_SESSION})` : `u.kind = 'account'`;
  const taken = await db
    .createQueryBuilder(UserEntity, 'u')
    .where('u.nameKey = :nameKey', account)
    .andWhere(rivals)
    .getExists();
  if (!taken) await db.insert(UserEntity, account);
  return !taken;
}

async function lock(db: EntityManager, what: string): Promise<void> {
  await db.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [what]);
}
