import type { NestExpressApplication } from '@nestjs/platform-express';
import { errors, wireError } from '@parley/protocol';
import type { NextFunction, Request, Response } from 'express';

/**
 * Answers pages of this very host and of the given origins, and refuses those of others: browsers send a SameSite
 * cookie from any port of a host. Without an Origin it is no page, or one that may only navigate.
 * `*` lets every page in, but without cookies.
 */
export function allowOrigins(app: NestExpressApplication, origins: '*' | readonly string[]): void {
  const isAllowed = (request: Request, origin: string) =>
    origins === '*' || origins.includes(origin) || hostOf(origin) === request.headers.host;

  app.use((request: Request, response: Response, next: NextFunction) => {
    const { origin } = request.headers;
    if (origin === undefined || isAllowed(request, origin)) next();
    else {
      const error = wireError('foreign_origin');
      response.status(errors.foreign_origin.status).json({ success: false, error });
    }
  });
  app.enableCors({
    origin: origins === '*' ? '*' : [...origins],
    credentials: origins !== '*',
    exposedHeaders: ['Retry-After'],
    maxAge: 600,
  });
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
