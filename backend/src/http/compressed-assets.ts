import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { RequestHandler } from 'express';

type Encoding = 'br' | 'gzip';

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};
const ASSET = /^\/assets\/([\w-][\w.-]*)$/;

/** Once for each file: better than what an answer that waits could be given, and still within a second. */
const COMPRESS: Readonly<Record<Encoding, (text: Buffer) => Promise<Buffer>>> = {
  br: (text) => promisify(brotliCompress)(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  gzip: (text) => promisify(gzip)(text, { level: 9 }),
};

/**
 * Serves the scripts and styles of a built page compressed, and compresses each once: what has a name of its content never
 * changes. What it does not know goes on to what serves files.
 */
export function compressedAssets(directory: string): RequestHandler {
  /** Of files that are there, so no more than the page has. */
  const made = new Map<string, Promise<Buffer>>();
  const compressed = (name: string, encoding: Encoding): Promise<Buffer> => {
    const key = `${encoding} ${name}`;
    const known = made.get(key) ?? readFile(join(directory, 'assets', name)).then(COMPRESS[encoding]);
    made.set(key, known);
    known.catch(() => made.delete(key));
    return known;
  };
  return (request, response, next) => {
    const [, name = ''] = ASSET.exec(request.path) ?? [];
    const type = TYPES[extname(name)];
    const wanted = request.method === 'GET' || request.method === 'HEAD';
    const encoding = type && wanted ? encodingOf(request) : null;
    if (!encoding) return next();
    compressed(name, encoding).then(
      (body) => {
        response.vary('Accept-Encoding').set({
          'Content-Type': type,
          'Content-Encoding': encoding,
          'Cache-Control': 'public, max-age=31536000, immutable',
          ETag: `"${name}-${encoding}"`,
        });
        response.send(body);
      },
      () => next(),
    );
  };
}

/** Browsers name `gzip` first, for those who know nothing better. */
function encodingOf(request: Parameters<RequestHandler>[0]): Encoding | null {
  if (request.acceptsEncodings('br')) return 'br';
  return request.acceptsEncodings('gzip') ? 'gzip' : null;
}
