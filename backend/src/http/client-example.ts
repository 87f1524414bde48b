import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Router } from 'express';
import helmet from 'helmet';
import type { ContentPolicy } from './content-policy.js';

const NAME = 'client-example.html';

/**
 * Serves the example client: one file with its script and style inside, which the page's own policy forbids. Its
 * policy lets through exactly the script and the style that stand in the file as it is now.
 *
 * @param directory of the built page; without the file in it the request goes on
 */
export function clientExample(directory: string, policy: ContentPolicy): Router {
  return Router().get(`/${NAME}`, (request, response, next) => {
    readFile(join(directory, NAME), 'utf8').then(
      (html) => {
        const directives = {
          ...policy,
          scriptSrc: hashesIn(html, 'script'),
          styleSrc: hashesIn(html, 'style'),
        };
        helmet.contentSecurityPolicy({ useDefaults: false, directives })(request, response, (error) => {
          if (error) return next(error);
          response.setHeader('Cache-Control', 'no-cache');
          response.type('html').send(html);
        });
      },
      () => next(),
    );
  });
}

function hashesIn(html: string, tag: 'script' | 'style'): string[] {
  const inline = html.matchAll(new RegExp(`<${tag}>(.*?)</${tag}>`, 'gs'));
  return Array.from(inline, ([, text = '']) => {
    // A browser reads every line end as \n, a checkout on Windows may hold others.
    const read = text.replace(/\r\n?/g, '\n');
    return `'sha256-${createHash('sha256').update(read).digest('base64')}'`;
  });
}
