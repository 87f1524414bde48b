import { randomBytes } from 'node:crypto';
import { JwtAccessTokens } from '../../src/adapters/jwt/jwt-access-tokens.js';
import { MemoryBus } from '../../src/adapters/memory/memory-bus.js';
import { MemoryHotHistory } from '../../src/adapters/memory/memory-hot-history.js';
import { MemoryPresence } from '../../src/adapters/memory/memory-presence.js';
import { SystemClock } from '../../src/adapters/memory/system-clock.js';
import { Unlimited, UnlimitedAttempts } from '../../src/adapters/memory/unlimited.js';
import { PostgresAccountStore } from '../../src/adapters/postgres/account-store.js';
import { makeDataSource } from '../../src/adapters/postgres/data-source.js';
import { digestKey } from '../../src/adapters/postgres/digest-key.js';
import { PostgresMessageLog } from '../../src/adapters/postgres/message-log.js';
import { PostgresModerationStore } from '../../src/adapters/postgres/moderation-store.js';
import { PostgresReactionStore } from '../../src/adapters/postgres/reaction-store.js';
import { PostgresRoomStore } from '../../src/adapters/postgres/room-store.js';
import { PostgresSessionStore } from '../../src/adapters/postgres/session-store.js';
import { ChangePassword } from '../../src/chat/accounts/change-password.js';
import { EndSessions } from '../../src/chat/accounts/end-sessions.js';
import { EnterAsGuest } from '../../src/chat/accounts/enter-as-guest.js';
import { Identify } from '../../src/chat/accounts/identify.js';
import { ListSessions } from '../../src/chat/accounts/list-sessions.js';
import { LogIn } from '../../src/chat/accounts/log-in.js';
import { LogOut } from '../../src/chat/accounts/log-out.js';
import { Passwords } from '../../src/chat/accounts/passwords.js';
import { Successors } from '../../src/chat/accounts/refresh-tokens.js';
import { Register } from '../../src/chat/accounts/register.js';
import { RenewSession } from '../../src/chat/accounts/renew-session.js';
import { SearchPeople } from '../../src/chat/accounts/search-people.js';
import { SessionOpener } from '../../src/chat/accounts/session-opener.js';
import { SessionUpkeep } from '../../src/chat/accounts/session-upkeep.js';
import { SignInAttempts } from '../../src/chat/accounts/sign-in-attempts.js';
import { TokenKey } from '../../src/chat/accounts/token-key.js';
import { ChangePublisher } from '../../src/chat/feed/change-publisher.js';
import { RoomStreams } from '../../src/chat/feed/room-streams.js';
import { NewestPage } from '../../src/chat/pages/newest-page.js';
import type { Attempts } from '../../src/chat/ports/attempts.js';
import type { ControlEvent } from '../../src/chat/ports/bus.js';
import type { RateLimit } from '../../src/chat/ports/rate-limit.js';
import { Memberships } from '../../src/chat/rooms/memberships.js';
import { MyRooms } from '../../src/chat/rooms/my-rooms.js';
import { createDatabase } from './database.js';

export type House = Awaited<ReturnType<typeof openHouse>>;

interface HouseOptions {
  /** True unless told otherwise. */
  guests?: boolean;
  /** None unless given. */
  limit?: RateLimit;
  /** As many as one likes unless given. */
  attempts?: Attempts;
  /** Says where the house shall look for its database, told where it is: for a test that stands between. */
  databasePort?: (port: number) => Promise<number>;
}

/** The rules on a database of their own and the in-process adapters, wired by hand: what accounts and REST need. */
export async function openHouse(options: HouseOptions = {}) {
  const database = await createDatabase();
  const { port } = database.address;
  const address = { ...database.address, port: (await options.databasePort?.(port)) ?? port };
  const source = await makeDataSource(address).initialize();
  const accounts = new PostgresAccountStore(source);
  const sessions = new PostgresSessionStore(source);
  const rooms = new PostgresRoomStore(source);
  const moderation = new PostgresModerationStore(source);
  const reactions = new PostgresReactionStore(source);
  const log = new PostgresMessageLog(source, address, digestKey('a secret'));

  const clock = new SystemClock();
  const bus = new MemoryBus(raise);
  const controlEvents: ControlEvent[] = [];
  bus.listen({
    changes: () => undefined,
    elsewhere: () => undefined,
    ephemeral: () => undefined,
    control: (event) => controlEvents.push(event),
    link: () => undefined,
  });
  const hotHistory = new MemoryHotHistory();
  const presence = new MemoryPresence(clock);
  const limit = options.limit ?? new Unlimited();

  const key = new TokenKey(randomBytes(32).toString('hex'));
  const tokens = new JwtAccessTokens(key, 15 * 60);
  const passwords = new Passwords();
  const opener = new SessionOpener(sessions, tokens, clock);
  const newest = new NewestPage(rooms, hotHistory, log);
  const publisher = new ChangePublisher(bus, hotHistory, newest, { routing: 'shared' });
  const myRooms = new MyRooms(rooms, presence);
  const memberships = new Memberships(rooms, publisher, bus, myRooms);
  const streams = new RoomStreams(bus, newest, log, rooms);

  return {
    ...{ database, accounts, sessions, rooms, log, bus, controlEvents, hotHistory, presence, limit },
    ...{
      key,
      tokens,
      passwords,
      opener,
      newest,
      memberships,
      myRooms,
      streams,
      moderation,
      reactions,
      publisher,
    },
    register: new Register(accounts, passwords, memberships, opener, limit),
    logIn: new LogIn(
      accounts,
      passwords,
      opener,
      limit,
      new SignInAttempts(options.attempts ?? new UnlimitedAttempts()),
    ),
    enterAsGuest: new EnterAsGuest(accounts, memberships, opener, limit, options.guests ?? true),
    renewSession: new RenewSession(sessions, tokens, bus, clock, limit, new Successors(key)),
    logOut: new LogOut(sessions, bus),
    listSessions: new ListSessions(sessions),
    endSessions: new EndSessions(sessions, bus),
    changePassword: new ChangePassword(accounts, passwords, bus, limit),
    upkeep: new SessionUpkeep(sessions),
    identify: new Identify(tokens, sessions),
    searchPeople: new SearchPeople(accounts, presence, limit),
    async close() {
      publisher.close();
      await log.close();
      if (source.isInitialized) await source.destroy();
      await database.drop();
    },
  };
}

/** A listener that throws is a bug, and fails the test it happens in. */
function raise(error: unknown): never {
  throw error;
}
