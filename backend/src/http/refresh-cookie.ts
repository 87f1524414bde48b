import type { CookieOptions, Request, Response } from 'express';
import { REFRESH_TOKEN_MS } from '../chat/accounts/refresh-tokens.js';
import type { Origins } from '../network/origins.js';

/**
 * The refresh token in its cookie, if a page of ours brought one: browsers say of each that asks for a change where it
 * is from, and send a SameSite cookie for the page of any port of this host.
 */
export function readRefreshCookie(request: Request, origins: Origins): string | undefined {
  const { origin, host } = request.headers;
  if (origin === undefined || !origins.isOurs(origin, host)) return undefined;
  const prefix = `${cookieName(request)}=`;
  return request.headers.cookie
    ?.split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(prefix))
    ?.slice(prefix.length);
}

export function setRefreshCookie(request: Request, response: Response, token: string): void {
  response.cookie(cookieName(request), token, { ...options(request), maxAge: REFRESH_TOKEN_MS });
}

export function clearRefreshCookie(request: Request, response: Response): void {
  response.clearCookie(cookieName(request), options(request));
}

/** Cookies ignore ports: without it in the name, two servers on one machine would sign each other's people out. */
function cookieName(request: Request): string {
  const port = /:(\d{1,5})$/.exec(request.headers.host ?? '')?.[1];
  return port ? `parley_refresh_${port}` : 'parley_refresh';
}

function options(request: Request): CookieOptions {
  const secure = request.secure || request.headers['x-forwarded-proto'] === 'https';
  return { httpOnly: true, sameSite: 'strict', path: '/api/auth', secure };
}
