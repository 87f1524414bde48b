import type { RoomUser, User } from '@parley/protocol';
import type { Page, PageOf } from '../cursor.js';

export interface NewAccount {
  id: string;
  username: string;
  /** What the name looks like, so that no two accounts can be mistaken for each other (names.ts). */
  nameKey: string;
  /** Null for a guest. */
  passwordHash: string | null;
  kind: 'account' | 'guest';
  role: 'member' | 'admin';
}

/** People: accounts with a password, and guests without one. */
export abstract class AccountStore {
  /**
   * False when an account has that nameKey already. Guests share keys among themselves, never with an account: for an
   * account this is false, too, while a guest with that key has a session.
   */
  abstract create(account: NewAccount): Promise<boolean>;

  /** Creates the first account of all, as `create` does; false when there is one, however many try at once. */
  abstract createFirst(account: NewAccount): Promise<boolean>;

  abstract find(userId: string): Promise<User | null>;

  /** By nameKey; accounts only. */
  abstract findForLogin(
    nameKey: string,
  ): Promise<{ user: User; passwordHash: string; disabled: boolean } | null>;

  /** Null for guests, and without such a person. */
  abstract passwordHashOf(userId: string): Promise<string | null>;

  /**
   * Changes a password and ends the person's sessions but one, in one transaction. Returns the sessions that were ended;
   * null, with nothing changed, when the password is not the old one any more.
   */
  abstract changePassword(change: {
    userId: string;
    oldHash: string;
    newHash: string;
    keepSessionId: string;
  }): Promise<string[] | null>;

  /** Sets the role of an account; false without such an account. */
  abstract setRole(nameKey: string, role: 'member' | 'admin'): Promise<boolean>;

  /** Disables an account, which ends its sessions, or enables it again; false without such an account. */
  abstract setDisabled(nameKey: string, disabled: boolean): Promise<boolean>;

  /**
   * Accounts, and guests who have a session, whose name contains the query, without regard to case and accents: the exact name
   * first, then names that begin with it, then the others, by name. Of one letter of an alphabet, those that begin with it.
   */
  abstract search(query: string, page: PageOf): Promise<Page<User>>;

  /** These people as lists of a room name them; unknown ids are left out. */
  abstract named(userIds: readonly string[]): Promise<Map<string, RoomUser>>;
}
