import type { Session } from '@parley/client';

interface SignInWay {
  tab: string;
  button: string;
  nameLength: number;
  /** What a password manager shall offer; null without a password. */
  password: 'current-password' | 'new-password' | null;
  hint: { name?: string; password?: string };
  enter(session: Session, username: string, password: string): Promise<unknown>;
}

export const WAY_NAMES = ['logIn', 'register', 'guest'] as const;
export type Way = (typeof WAY_NAMES)[number];

export function isWay(name: string): name is Way {
  return WAY_NAMES.some((way) => way === name);
}

export const WAYS: Record<Way, SignInWay> = {
  logIn: {
    tab: 'Log in',
    button: 'Log in',
    nameLength: 256,
    password: 'current-password',
    hint: {},
    enter: (session, username, password) => session.logIn(username, password),
  },
  register: {
    tab: 'Register',
    button: 'Create account',
    nameLength: 32,
    password: 'new-password',
    hint: { name: 'Letters, digits, dot, dash and underscore', password: 'At least 8 characters' },
    enter: (session, username, password) => session.register(username, password),
  },
  guest: {
    tab: 'Guest',
    button: 'Come in',
    nameLength: 50,
    password: null,
    hint: { name: 'No account needed. Others see that you are a guest.' },
    enter: (session, username) => session.enterAsGuest(username),
  },
};
