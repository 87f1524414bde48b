import { Session } from '@parley/client';
import { askPassword } from './ask-password.js';
import type { Options } from './options.js';

/** A session for the user whom the options name. Throws a ParleyError, or an Error whose message is for people. */
export async function signIn({ url, way }: Options): Promise<Session> {
  const session = new Session({ url });
  if (way.as === 'guest') await session.enterAsGuest(way.name);
  else if (way.as === 'token') await session.useToken(way.token);
  else await session.logIn(way.username, way.password ?? (await typedPassword(way.username)));
  return session;
}

async function typedPassword(username: string): Promise<string> {
  if (!process.stdin.isTTY) throw new Error('A password cannot be typed here: set PARLEY_PASSWORD.');
  const password = await askPassword(`Password of ${username}: `);
  if (password === null) throw new Error('No password, no conversation.');
  return password;
}
