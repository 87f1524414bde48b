import { Session, type SessionStorage, type StoredSession } from '@parley/client';

const KEY = 'parley.session';

/** Remembers who was signed in; the token itself stays in a cookie no script can read. */
const browserStorage: SessionStorage = {
  load() {
    try {
      const text = localStorage.getItem(KEY);
      // Written below by this page alone.
      return text === null ? null : (JSON.parse(text) as StoredSession);
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
