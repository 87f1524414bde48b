import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import { type ErrorCode, errors, wireError } from '@parley/protocol';
import type { Request, Response } from 'express';
import { Refusal } from '../chat/refusal.js';
import { isUnavailable } from '../errors/unavailable.js';
import { ClientAddresses } from '../network/client-addresses.js';
import { RefusalLimiter } from '../network/refusal-limiter.js';
import { allowedMethods } from './allowed-methods.js';
import { noteCode } from './request-log.js';

interface ErrorAnswer {
  status: number;
  code: ErrorCode;
  message?: string;
  retryAfterMs?: number | undefined;
}

/** Every failure of a request, told in one shape. What is no refusal is a bug: logged in full, told as little. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  constructor(
    private readonly refusals: RefusalLimiter,
    private readonly addresses: ClientAddresses,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const response = http.getResponse<Response>();
    const request = http.getRequest<Request>();
    const told = this.limited(toAnswer(thrown, request), request, response);
    if (told.code === 'internal' || told.code === 'unavailable') this.logger.error(thrown);
    // The answer was under way already: its reader must not take half of it for the whole.
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (told.status === 405) response.setHeader('Allow', allowedMethods(request.path).join(', '));
    if (told.status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
    if (told.retryAfterMs !== undefined) {
      response.setHeader('Retry-After', Math.max(1, Math.ceil(told.retryAfterMs / 1_000)));
    }
    noteCode(response, told.code);
    const error = wireError(told.code, told.message, told.retryAfterMs);
    response.status(told.status).json({ success: false, error });
  }

  /** Who is refused too often is told that, and comes on a new connection: so it costs the sender more than us. */
  private limited(told: ErrorAnswer, request: Request, response: Response): ErrorAnswer {
    if (told.status < 400 || told.status >= 500) return told;
    const early = this.refusals.take(this.addresses.of(request));
    if (early === 0) return told;
    if (!response.headersSent) response.setHeader('Connection', 'close');
    return { status: 429, code: 'rate_limited', retryAfterMs: told.retryAfterMs ?? Math.ceil(early) };
  }
}

function toAnswer(error: unknown, { method, path }: Request): ErrorAnswer {
  if (error instanceof Refusal) {
    const { code, message, retryAfterMs } = error;
    return { status: errors[code].status, code, message, retryAfterMs };
  }
  if (isUnavailable(error)) return { status: 503, code: 'unavailable' };
  const status = error instanceof HttpException ? error.getStatus() : 500;
  // Of Nest and Express: an unknown route, JSON that is none, a body too large.
  if (status === 404) {
    const allowed = allowedMethods(path);
    if (allowed.length === 0 || allowed.includes(method))
      return { status, code: 'not_found', message: 'There is no such route.' };
    return { status: 405, code: 'bad_request', message: `This route takes ${allowed.join(', ')}.` };
  }
  if (status === 413) return { status, code: 'bad_request', message: 'The body is too large.' };
  if (status >= 400 && status < 500) return { status, code: 'bad_request' };
  return { status: 500, code: 'internal' };
}
