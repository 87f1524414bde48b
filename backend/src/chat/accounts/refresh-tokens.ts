import { createHash, randomBytes } from 'node:crypto';

export const REFRESH_TOKEN_MS = 30 * 24 * 3_600_000;
/** How long a used token may be used again: two tabs of one browser renew at once and only know one token. */
export const REUSE_GRACE_MS = 10_000;

/** A token to give away and its hash to keep: who reads the database cannot sign in with what is there. */
export function makeRefreshToken(): { token: string; hash: Buffer } {
  const token = randomBytes(32).toString('base64url');
  return { token, hash: refreshTokenHash(token) };
}

export function refreshTokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
