import { existsSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join, sep } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import express, { type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';

export interface WebPageOptions {
  /** Where the built page lies. Without it there is no page, and everything else works. */
  directory: string;
  /** The origins of all instances, for pages that move from one to another: `http://chat.example:3001`. */
  instanceOrigins: readonly string[];
}

/** Paths that belong to programs. A page asked for there is a mistake and must not look like one. */
export const NOT_PAGES = /^\/(?:api|health|socket\.io|ws)(?:\/|$)/;
const SCRIPTS_AND_STYLES = `${sep}assets${sep}`;

/** Serves the web page and its security headers. Before `app.init()`: its routes end in "not found". */
export function serveWebPage(app: NestExpressApplication, options: WebPageOptions): void {
  app.use(helmet({ contentSecurityPolicy: { useDefaults: false, directives: contentPolicy(options) } }));

  const index = join(options.directory, 'index.html');
  app.use(express.static(options.directory, { index: false, setHeaders: setCaching }));
  app.use((request: Request, response: Response, next: NextFunction) => {
    if (!wantsPage(request) || !existsSync(index)) return next();
    response.setHeader('Cache-Control', 'no-cache');
    response.sendFile(index);
  });
}

function wantsPage(request: Request): boolean {
  return (
    (request.method === 'GET' || request.method === 'HEAD') &&
    !NOT_PAGES.test(request.path) &&
    (request.headers.accept ?? '').includes('text/html')
  );
}

/** The build puts a hash of its content into the name of each asset: what has that name never changes. */
function setCaching(response: Response, path: string): void {
  const lasting = path.includes(SCRIPTS_AND_STYLES);
  response.setHeader('Cache-Control', lasting ? 'public, max-age=31536000, immutable' : 'no-cache');
}

function contentPolicy({ instanceOrigins }: WebPageOptions) {
  const self = ["'self'"];
  const none = ["'none'"];
  return {
    defaultSrc: self,
    scriptSrc: self,
    scriptSrcAttr: none,
    styleSrc: self,
    imgSrc: [...self, 'data:', 'blob:'],
    fontSrc: self,
    // Not every browser takes 'self' for sockets of the same host.
    connectSrc: [
      ...self,
      ({ headers }: IncomingMessage) => socketsOf(headers.host),
      ...instanceOrigins.flatMap((origin) => [origin, origin.replace(/^http/, 'ws')]),
    ],
    workerSrc: self,
    manifestSrc: self,
    objectSrc: none,
    baseUri: none,
    formAction: self,
    frameAncestors: none,
  };
}

/** A Host header is the client's word: one that is more than a host must not become part of a policy. */
function socketsOf(host = ''): string {
  return /^[\w.:[\]-]+$/.test(host) ? `ws://${host} wss://${host}` : "'self'";
}
