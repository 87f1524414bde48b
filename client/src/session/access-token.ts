/** An access token, when to get the next one, and when it is worth nothing any more, in ms of this machine's clock. */
export interface AccessToken {
  text: string;
  renewAt: number;
  endsAt: number;
  /** The session it is of, where the server says so. */
  sessionId?: string;
}

/** How long before its end a token is renewed: a request on its way must still find it valid. */
const MARGIN_MS = 60_000;

/**
 * The token's lifetime counts from its arrival, so that a wrong clock here does no harm. A token that does not tell its
 * lifetime is used until a server refuses it.
 */
export function receiveToken(text: string, now: number): AccessToken {
  const { iat, exp, sid } = claimsOf(text);
  const session = typeof sid === 'string' ? { sessionId: sid } : {};
  if (typeof iat !== 'number' || typeof exp !== 'number') {
    return { text, renewAt: Number.POSITIVE_INFINITY, endsAt: Number.POSITIVE_INFINITY, ...session };
  }
  const lifetimeMs = (exp - iat) * 1_000;
  const renewAt = now + Math.max(lifetimeMs - MARGIN_MS, lifetimeMs / 2);
  return { text, renewAt, endsAt: now + lifetimeMs, ...session };
}

function claimsOf(token: string): Record<string, unknown> {
  try {
    const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const claims: unknown = JSON.parse(atob(payload));
    return typeof claims === 'object' && claims !== null ? { ...claims } : {};
  } catch {
    return {};
  }
}
