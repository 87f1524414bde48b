import type { ErrorCode } from '@parley/protocol';
import type { NextFunction, Request, Response } from 'express';
import type { ClientAddresses } from '../network/client-addresses.js';

/** What may be told of a request: never its body, its query or what stands in its path, which name people and rooms. */
export interface RequestLine {
  method: string;
  /** The pattern; null where no route was met. */
  route: string | null;
  status: number;
  /** Of the error, if it is one. */
  code: ErrorCode | null;
  address: string;
  /** From its headers to the last byte of its answer, ms. */
  ms: number;
}

export interface RequestLog {
  /** What an administrator wants to know of: a failed sign-in, a refused token, a limit, a fault of ours. */
  notable(line: RequestLine): void;
  /** All others; null where they are not told. */
  all: ((line: RequestLine) => void) | null;
}

const NOTABLE: ReadonlySet<ErrorCode | null> = new Set<ErrorCode>([
  'bad_credentials',
  'account_disabled',
  'bad_token',
  'session_ended',
  'rate_limited',
]);

const codes = new WeakMap<Response, ErrorCode>();

/** So that the line of a request that failed says with what. */
export function noteCode(response: Response, code: ErrorCode): void {
  codes.set(response, code);
}

/** Writes one line for each request, when it is answered or broken off. */
export function logRequests(addresses: ClientAddresses, log: RequestLog) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const began = performance.now();
    // Once it is closed, whose it was is not known any more.
    const address = addresses.of(request);
    response.once('close', () => {
      const code = codes.get(response) ?? null;
      const tell = NOTABLE.has(code) || response.statusCode >= 500 ? log.notable : log.all;
      tell?.({
        method: request.method,
        route: request.route?.path ?? null,
        status: response.statusCode,
        code,
        address,
        ms: Math.round((performance.now() - began) * 10) / 10,
      });
    });
    next();
  };
}
