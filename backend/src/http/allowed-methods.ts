import { routes } from '@parley/protocol';
import { NOT_PAGES } from './not-pages.js';

const ROUTES = Object.values(routes).map(({ method, path }) => ({ method, pattern: patternOf(path) }));

/** The methods that a path has, for the `Allow` of a 405 (RFC 9110, 15.5.6). Empty where there is no such path. */
export function allowedMethods(path: string): string[] {
  // Every other path is the page.
  const found = NOT_PAGES.test(path)
    ? ROUTES.filter(({ pattern }) => pattern.test(path))
    : [{ method: 'GET' }];
  const methods = found.map(({ method }) => method);
  return [...new Set(methods.includes('GET') ? [...methods, 'HEAD'] : methods)].sort();
}

/** `/api/rooms/{roomId}` matches as the router does: in any case, with a slash at its end or without. */
function patternOf(path: string): RegExp {
  const parts = path.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^/]+')}/?$`, 'i');
}
