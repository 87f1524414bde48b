import type { KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';

/** Who speaks on a socket. */
export interface Me {
  userId: string;
  username: string;
}

/** One algorithm, issuer and audience, as Parley's own tokens have; but no session is looked up behind it. */
const RULES = {
  algorithms: ['HS256'],
  issuer: 'parley',
  audience: 'parley-access',
} satisfies jwt.VerifyOptions;

/** Whose token it is. Throws for one that is not valid. */
export function identify(token: unknown, key: KeyObject): Me {
  if (typeof token !== 'string') throw new Error('bad_token');
  const payload = jwt.verify(token, key, RULES);
  if (typeof payload === 'string' || payload.sub === undefined) throw new Error('bad_token');
  return { userId: payload.sub, username: String(payload.username) };
}

/** A token that `identify` takes, for an hour. */
export function tokenFor({ userId, username }: Me, key: KeyObject): string {
  return jwt.sign({ typ: 'access', username }, key, {
    subject: userId,
    algorithm: 'HS256',
    issuer: RULES.issuer,
    audience: RULES.audience,
    expiresIn: '1h',
  });
}
