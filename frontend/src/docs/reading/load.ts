import { type AsyncApi, readAsyncApi } from './asyncapi.js';
import type { Reference } from './entry.js';
import { type OpenApi, readOpenApi } from './openapi.js';

/** This server tells its documents to those only whom it knows. */
export class TokenWanted extends Error {}

/** Fetches both documents from the server the page came from. Throws TokenWanted, or what the network did. */
export async function loadReference(token: string | null): Promise<Reference> {
  const [openapi, asyncapi] = await Promise.all([
    fetchDocument<OpenApi>('/api/openapi.json', token),
    fetchDocument<AsyncApi>('/api/asyncapi.json', token),
  ]);
  const { socketio, ws, aliases } = asyncapi.channels;
  return {
    version: openapi.info.version,
    about: {
      http: openapi.info.description,
      socketio: socketio?.description ?? '',
      ws: ws?.description ?? '',
      aliases: aliases?.description ?? '',
    },
    entries: [...readOpenApi(openapi), ...readAsyncApi(asyncapi)],
    shapes: { ...asyncapi.components.schemas, ...openapi.components.schemas },
    errors: openapi['x-errors'],
    limits: openapi['x-limits'],
  };
}

async function fetchDocument<T>(path: string, token: string | null): Promise<T> {
  const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(path, { headers });
  if (response.status === 401) throw new TokenWanted('Sign in first.');
  if (!response.ok) throw new Error(`The server answered with ${response.status}.`);
  // Written by the server this page came from, of the same version.
  return (await response.json()) as T;
}
