import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import express, { type NextFunction, type Request, type Response, Router } from 'express';
import { clientExample } from './client-example.js';
import { compressedAssets } from './compressed-assets.js';
import { pagePolicy } from './content-policy.js';
import { NOT_PAGES } from './not-pages.js';

export interface WebPageOptions {
  /** Where the built page lies. Without it there is no page, and everything else works. */
  directory: string;
  /** The origins of all instances, for pages that move from one to another: `http://chat.example:3001`. */
  instanceOrigins: readonly string[];
}

/** The page that shows the documents; all others are the chat. */
const DOCS = /^\/docs\/?$/;
const SCRIPTS_AND_STYLES = `${sep}assets${sep}`;

/** Serves the web page. Before `app.init()`: its routes end in "not found". */
export function serveWebPage(app: NestExpressApplication, options: WebPageOptions): void {
  const page = Router();
  page.use(clientExample(options.directory, pagePolicy(options.instanceOrigins)));
  page.use(compressedAssets(options.directory));
  // Its folders have nothing to show, so no browser is sent to them either.
  page.use(express.static(options.directory, { index: false, redirect: false, setHeaders: setCaching }));
  page.use((request: Request, response: Response, next: NextFunction) => {
    const file = join(options.directory, DOCS.test(request.path) ? 'docs.html' : 'index.html');
    if (!wantsPage(request) || !existsSync(file)) return next();
    response.setHeader('Cache-Control', 'no-cache');
    response.sendFile(file);
  });
  // No program's request waits until the disk was looked at.
  app.use((request: Request, response: Response, next: NextFunction) =>
    NOT_PAGES.test(request.path) ? next() : page(request, response, next),
  );
}

/** Browsers name HTML. Probes, link checkers and curl take anything: at the addresses that links have they get it, too. */
function wantsPage({ method, path, headers: { accept = '*/*' } }: Request): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false;
  return accept.includes('text/html') || ((path === '/' || DOCS.test(path)) && accept.includes('*/*'));
}

/** The build puts a hash of its content into the name of each asset: what has that name never changes. */
function setCaching(response: Response, path: string): void {
  const lasting = path.includes(SCRIPTS_AND_STYLES);
  response.setHeader('Cache-Control', lasting ? 'public, max-age=31536000, immutable' : 'no-cache');
}
