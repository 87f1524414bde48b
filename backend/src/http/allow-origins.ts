import type { NestExpressApplication } from '@nestjs/platform-express';
import { errors, wireError } from '@parley/protocol';
import type { NextFunction, Request, Response } from 'express';
import type { Origins } from '../network/origins.js';

/** What pages of other origins may read besides the body. */
const TOLD_IN_HEADERS = [
  'Retry-After',
  'ETag',
  'Link',
  'Parley-Epoch',
  'Parley-Rev',
  'Parley-After',
  'Parley-Last-Seq',
  'Parley-Messages',
];

/**
 * Answers pages of the allowed origins only: browsers send a SameSite cookie from any port of a host. A request
 * without an Origin is no page's, or one that may only look.
 *
 * @param options.cookies whether pages of other origins may bring theirs; never with the origin `*`
 */
export function allowOrigins(
  app: NestExpressApplication,
  origins: Origins,
  { cookies }: { cookies: boolean },
): void {
  app.use((request: Request, response: Response, next: NextFunction) => {
    if (origins.allow(request.headers.origin, request.headers.host)) return next();
    const error = wireError('foreign_origin');
    response.status(errors.foreign_origin.status).json({ success: false, error });
  });
  // A request of another origin did not come this far.
  app.enableCors({ origin: true, credentials: cookies, exposedHeaders: TOLD_IN_HEADERS, maxAge: 600 });
}
