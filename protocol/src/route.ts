import type * as z from 'zod/mini';
import type { ErrorCode } from './errors.js';

/** What a route answers with under one status. No schema: no body. */
export interface RouteAnswer {
  readonly means: string;
  readonly body?: z.ZodMiniType;
  /** `application/json` unless told otherwise. Of `application/x-ndjson` the body is one line. */
  readonly type?: 'application/json' | 'application/x-ndjson' | 'text/event-stream';
  /** What its own headers mean. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** One REST route: what it takes, and everything it may answer. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Parts in braces are those of `params`: `/api/rooms/{roomId}`. */
  readonly path: string;
  readonly group: 'Signing in' | 'People' | 'Rooms' | 'History' | 'Service';
  readonly summary: string;
  /** What the shapes cannot say. */
  readonly more?: string;
  /** `either`: a bearer token, or what the body or the cookie says. `documents`: a bearer token, in production only. */
  readonly auth: 'bearer' | 'none' | 'either' | 'documents';
  readonly params?: z.ZodMiniObject;
  readonly query?: z.ZodMiniType;
  readonly body?: z.ZodMiniType;
  /** By status. */
  readonly answers: Readonly<Record<number, RouteAnswer>>;
  /** Its own refusals, beside those of every route of its kind: `refusalsOf` has all of them. */
  readonly refusals: readonly ErrorCode[];
}

const EVERYWHERE: readonly ErrorCode[] = ['foreign_origin', 'unavailable', 'internal'];
const WITH_TOKEN: readonly ErrorCode[] = ['unauthenticated', 'bad_token', 'token_expired', 'session_ended'];

/** Every error code a route may answer with. */
export function refusalsOf({ auth, params, query, body, refusals }: Route): ErrorCode[] {
  const takesInput = params ?? query ?? body;
  return [
    ...new Set([
      ...(takesInput ? (['bad_request'] as const) : []),
      ...(auth === 'none' ? [] : WITH_TOKEN),
      ...(auth === 'bearer' ? (['rate_limited'] as const) : []),
      ...refusals,
      ...EVERYWHERE,
    ]),
  ];
}
