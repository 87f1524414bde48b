import { Uuid } from '@parley/protocol';
import * as z from 'zod/mini';
import { refuse } from '../refusal.js';

export const ACCESS_TOKEN_SECONDS = 15 * 60;
export const TOKEN_ISSUER = 'parley';
export const TOKEN_AUDIENCE = 'parley-access';
/** The one algorithm taken. Anything else, `none` first of all, is a forgery. */
export const TOKEN_ALGORITHM = 'HS256';

/** Whom a token names. Whether the session still lives is another question (identify.ts). */
export interface AccessClaims {
  userId: string;
  sessionId: string;
}

/** Signs and checks access tokens: ACCESS_TOKEN_SECONDS long proof of a session, that no database is asked about. */
export abstract class AccessTokens {
  abstract issue(claims: AccessClaims): string;

  /** Refuses with `token_expired`, or with `bad_token` for whatever else is wrong with it. */
  abstract verify(token: string): AccessClaims;
}

const Payload = z.object({ typ: z.literal('access'), sub: Uuid, sid: Uuid });

export function toPayload({ userId, sessionId }: AccessClaims): z.infer<typeof Payload> {
  return { typ: 'access', sub: userId, sid: sessionId };
}

/** The claims of a payload whose signature, issuer, audience and expiry were checked. */
export function fromPayload(payload: unknown): AccessClaims {
  const read = z.safeParse(Payload, payload);
  return read.success ? { userId: read.data.sub, sessionId: read.data.sid } : refuse('bad_token');
}
