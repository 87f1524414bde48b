import type { NestExpressApplication } from '@nestjs/platform-express';
import compression from 'compression';
import type { NextFunction, Request, Response } from 'express';
import { NOT_PAGES } from './web-page.js';

/**
 * What members wrote, and nothing else. An answer that is compressed tells by its length what in it repeats; whoever can
 * write into a room can also read it, so here this tells nobody anything. And no foreign page can have a browser ask:
 * the token is a header, not a cookie.
 */
const OF_ROOMS = /^\/api\/chat\/[^/]+\/(?:history|export)$/;

export const NDJSON = 'application/x-ndjson; charset=utf-8';

/** Compresses the web page and the words of rooms. Other answers hold secrets beside what others wrote. */
export function compress(app: NestExpressApplication): void {
  const handler = compression({
    // Lines of JSON are no type its table knows.
    filter: (request, response) =>
      response.getHeader('Content-Type') === NDJSON || compression.filter(request, response),
  });
  app.use((request: Request, response: Response, next: NextFunction) =>
    NOT_PAGES.test(request.path) && !OF_ROOMS.test(request.path) ? next() : handler(request, response, next),
  );
}
