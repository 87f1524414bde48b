import type { NestExpressApplication } from '@nestjs/platform-express';
import compression from 'compression';
import type { NextFunction, Request, Response } from 'express';
import { NOT_PAGES } from './not-pages.js';

/**
 * What members wrote, and nothing else. An answer that is compressed tells by its length what in it repeats; a user who can
 * write into a room can also read it, so here this tells them nothing. And no foreign page can have a browser ask:
 * the token is a header, not a cookie.
 */
const OF_ROOMS = /^\/api\/chat\/[^/]+\/(?:history|export)$/;

export const NDJSON = 'application/x-ndjson; charset=utf-8';

/** They hold no words of users and no secret. */
const DOCUMENTS = /^\/api\/(?:open|async)api\.json$/;

/** Compresses the web page, the documents and the words of rooms. Other answers hold secrets beside what others wrote. */
export function compress(app: NestExpressApplication): void {
  const handler = compression({
    // Lines of JSON are no type its table knows.
    filter: (request, response) =>
      response.getHeader('Content-Type') === NDJSON || compression.filter(request, response),
  });
  app.use((request: Request, response: Response, next: NextFunction) =>
    isPlain(request.path) ? next() : handler(request, response, next),
  );
}

function isPlain(path: string): boolean {
  return NOT_PAGES.test(path) && !OF_ROOMS.test(path) && !DOCUMENTS.test(path);
}
