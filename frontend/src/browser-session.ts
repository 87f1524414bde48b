import { Session, type SessionStorage } from '@parley/client';
import { User } from '@parley/protocol';

const KEY = 'parley.session';

/** Remembers who was signed in; the token itself stays in a cookie no script can read. */
const browserStorage: SessionStorage = {
  load() {
    try {
      const kept: { user?: unknown } | null = JSON.parse(localStorage.getItem(KEY) ?? 'null');
      // What is not of its form is nobody's: a page that trusted it would never be drawn again.
      const user = User.safeParse(kept?.user);
      return user.success ? { user: user.data, refreshToken: null } : null;
    } catch {
      return null;
    }
  },
  save(session) {
    localStorage.setItem(KEY, JSON.stringify(session));
  },
  clear() {
    localStorage.removeItem(KEY);
  },
};

export function resumeBrowserSession(): Session {
  const session = new Session({ url: location.origin, keep: 'cookie', storage: browserStorage });
  session.resume();
  return session;
}
