import type { Session } from '@parley/client';

interface SignInWay {
  tab: string;
  button: string;
  /** What a password manager shall offer; null without a password. */
  password: 'current-password' | 'new-password' | null;
  hint: { name?: string; password?: string };
  enter(session: Session, username: string, password: string): Promise<unknown>;
}

export type Way = 'logIn' | 'register' | 'guest';

export const WAYS: Record<Way, SignInWay> = {
  logIn: {
    tab: 'Log in',
    button: 'Log in',
    password: 'current-password',
    hint: {},
    enter: (session, username, password) => session.logIn(username, password),
  },
  register: {
    tab: 'Register',
    button: 'Create account',
    password: 'new-password',
    hint: { name: 'Letters, digits, dot, dash and underscore', password: 'At least 8 characters' },
    enter: (session, username, password) => session.register(username, password),
  },
  guest: {
    tab: 'Guest',
    button: 'Come in',
    password: null,
    hint: { name: 'Others see that you are a guest' },
    enter: (session, username) => session.enterAsGuest(username),
  },
};
