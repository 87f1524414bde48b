import { Session, type SessionStorage } from '@parley/client';
import { User } from '@parley/protocol';
import { localTexts } from './local-texts.js';

const KEY = 'parley.session';

/** Remembers who was signed in; the token itself stays in a cookie no script can read. */
const browserStorage: SessionStorage = {
  load() {
    try {
      const kept: { user?: unknown; id?: unknown } | null = JSON.parse(localTexts.getItem(KEY) ?? 'null');
      // What is not of its form is no session: a page that trusted it would never be drawn again.
      const user = User.safeParse(kept?.user);
      if (!user.success) return null;
      return { user: user.data, refreshToken: null, ...(typeof kept?.id === 'string' && { id: kept.id }) };
    } catch {
      return null;
    }
  },
  save(session) {
    // First, so that a full storage does not keep who was here before.
    localTexts.removeItem(KEY);
    localTexts.setItem(KEY, JSON.stringify(session));
  },
  clear() {
    localTexts.removeItem(KEY);
  },
};

/** A browser that takes no cookies is signed in as long as the page is open. */
export function resumeBrowserSession(): Session {
  const session = navigator.cookieEnabled
    ? new Session({ url: location.origin, keep: 'cookie', storage: browserStorage })
    : new Session({ url: location.origin, keep: 'body' });
  session.resume();
  return session;
}
