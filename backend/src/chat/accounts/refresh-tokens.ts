import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { TokenKey } from './token-key.js';

export const REFRESH_TOKEN_MS = 30 * 24 * 3_600_000;
/**
 * So long a client that shows a used token again is given the same successor: tabs that renew at once, and a client that asks
 * again because the answer was lost. Longer than a client waits for an answer.
 */
export const SAME_SUCCESSOR_MS = 60_000;

/** A token to give away and its hash to keep: who reads the database cannot sign in with what is there. */
export function makeRefreshToken(): { token: string; hash: Buffer } {
  const token = randomBytes(32).toString('base64url');
  return { token, hash: refreshTokenHash(token) };
}

export function refreshTokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/**
 * Makes the tokens that follow a token. Each follows from that token and from the server's secret, so that it can be given
 * once more though only its hash is kept; without both it cannot be known.
 */
export class Successors {
  private readonly secret: Buffer;

  constructor({ key }: TokenKey) {
    this.secret = Buffer.from(hkdfSync('sha256', key.export(), '', 'parley refresh token successor', 32));
  }

  /** The n-th of a token. */
  of(token: string, n: number): string {
    return createHmac('sha256', this.secret).update(`${n}:${token}`).digest('base64url');
  }
}
