import type { Provider } from '@nestjs/common';
import { JwtAccessTokens } from '../adapters/jwt/jwt-access-tokens.js';
import { AccessTokens } from '../chat/accounts/access-tokens.js';
import { ChangePassword } from '../chat/accounts/change-password.js';
import { EndSessions } from '../chat/accounts/end-sessions.js';
import { EnterAsGuest } from '../chat/accounts/enter-as-guest.js';
import { Identify } from '../chat/accounts/identify.js';
import { ListSessions } from '../chat/accounts/list-sessions.js';
import { LogIn } from '../chat/accounts/log-in.js';
import { LogOut } from '../chat/accounts/log-out.js';
import { Passwords } from '../chat/accounts/passwords.js';
import { Successors } from '../chat/accounts/refresh-tokens.js';
import { Register } from '../chat/accounts/register.js';
import { RenewSession } from '../chat/accounts/renew-session.js';
import { SearchPeople } from '../chat/accounts/search-people.js';
import { SessionOpener } from '../chat/accounts/session-opener.js';
import { SessionUpkeep } from '../chat/accounts/session-upkeep.js';
import { SignInAttempts } from '../chat/accounts/sign-in-attempts.js';
import { TokenKey } from '../chat/accounts/token-key.js';
import { Attempts } from '../chat/ports/attempts.js';
import { Bus } from '../chat/ports/bus.js';
import { Clock } from '../chat/ports/clock.js';
import { Presence } from '../chat/ports/presence.js';
import { RateLimit } from '../chat/ports/rate-limit.js';
import { Memberships } from '../chat/rooms/memberships.js';
import { AccountStore } from '../chat/stores/account-store.js';
import { SessionStore } from '../chat/stores/session-store.js';
import type { Infrastructure } from '../infrastructure.js';
import type { PinoLogger } from '../logger.js';
import { construct, provide } from './construct.js';

/** Who a user is, and where they are signed in. */
export function provideAccounts({ config }: Infrastructure, logger: PinoLogger): Provider[] {
  return [
    provide(TokenKey, [], () => new TokenKey(config.jwtSecret)),
    provide(AccessTokens, [TokenKey], (key) => new JwtAccessTokens(key, config.accessTokenSeconds)),
    construct(Passwords),
    construct(SessionOpener, SessionStore, AccessTokens, Clock),
    provide(
      Identify,
      [AccessTokens, SessionStore],
      (tokens, sessions) => new Identify(tokens, sessions, (line) => logger.refused('token', line)),
    ),
    construct(Register, AccountStore, Passwords, Memberships, SessionOpener, RateLimit),
    construct(SignInAttempts, Attempts),
    construct(LogIn, AccountStore, Passwords, SessionOpener, RateLimit, SignInAttempts),
    provide(
      EnterAsGuest,
      [AccountStore, Memberships, SessionOpener, RateLimit],
      (accounts, memberships, sessions, limit) =>
        new EnterAsGuest(accounts, memberships, sessions, limit, config.guests),
    ),
    construct(Successors, TokenKey),
    construct(RenewSession, SessionStore, AccessTokens, Bus, Clock, RateLimit, Successors),
    construct(LogOut, SessionStore, Bus),
    construct(ListSessions, SessionStore),
    construct(EndSessions, SessionStore, Bus),
    construct(ChangePassword, AccountStore, Passwords, Bus, RateLimit),
    construct(SessionUpkeep, SessionStore),
    construct(SearchPeople, AccountStore, Presence, RateLimit),
  ];
}
