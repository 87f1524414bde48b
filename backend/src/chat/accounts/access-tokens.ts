import { Uuid } from '@parley/protocol';
import * as z from 'zod/mini';
import { refuse } from '../refusal.js';

export const TOKEN_ISSUER = 'parley';
export const TOKEN_AUDIENCE = 'parley-access';
/** The one algorithm taken. Anything else, `none` first of all, is a forgery. */
export const TOKEN_ALGORITHM = 'HS256';

/** Whom a token names. Whether the session still lives is another question (identify.ts). */
export interface AccessClaims {
  userId: string;
  sessionId: string;
}

/** What a token that was checked says. */
export interface VerifiedClaims extends AccessClaims {
  /** Milliseconds since 1970. */
  expiresAt: number;
}

/** Signs and checks access tokens: proof of a session for some minutes, that no database is asked about. */
export abstract class AccessTokens {
  abstract issue(claims: AccessClaims): string;

  /** Refuses with `token_expired`, or with `bad_token` for whatever else is wrong with it. */
  abstract verify(token: string): VerifiedClaims;
}

const Claims = z.object({ typ: z.literal('access'), sub: Uuid, sid: Uuid });
/** One that never ends was not made here. */
const Payload = z.extend(Claims, { exp: z.int() });

export function toPayload({ userId, sessionId }: AccessClaims): z.infer<typeof Claims> {
  return { typ: 'access', sub: userId, sid: sessionId };
}

/** The claims of a payload whose signature, issuer, audience and expiry were checked. */
export function fromPayload(payload: unknown): VerifiedClaims {
  const read = z.safeParse(Payload, payload);
  if (!read.success) return refuse('bad_token');
  const { sub, sid, exp } = read.data;
  return { userId: sub, sessionId: sid, expiresAt: exp * 1_000 };
}
