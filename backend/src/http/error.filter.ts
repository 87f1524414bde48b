import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import { type ErrorCode, errors, wireError } from '@parley/protocol';
import type { Response } from 'express';
import { Refusal } from '../chat/refusal.js';
import { isUnreachable } from '../chat/unreachable.js';

interface Told {
  status: number;
  code: ErrorCode;
  message?: string;
  retryAfterMs?: number | undefined;
}

/** Every failure of a request, told in one shape. What is nobody's refusal is a bug: logged in full, told as little. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  catch(thrown: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const told = tell(thrown);
    if (told.code === 'internal') this.logger.error(thrown);
    if (told.code === 'unavailable') this.logger.warn(`The database is away: ${String(thrown)}`);
    // The answer was under way already: its reader must not take half of it for the whole.
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (told.status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
    if (told.retryAfterMs !== undefined) {
      response.setHeader('Retry-After', Math.max(1, Math.ceil(told.retryAfterMs / 1_000)));
    }
    const error = wireError(told.code, told.message, told.retryAfterMs);
    response.status(told.status).json({ success: false, error });
  }
}

function tell(error: unknown): Told {
  if (error instanceof Refusal) {
    const { code, message, retryAfterMs } = error;
    return { status: errors[code].status, code, message, retryAfterMs };
  }
  if (isUnreachable(error)) return { status: 503, code: 'unavailable' };
  const status = error instanceof HttpException ? error.getStatus() : 500;
  // Of Nest and Express: an unknown route, JSON that is none, a body too large.
  if (status === 404) return { status, code: 'not_found', message: 'There is no such route.' };
  if (status === 413) return { status, code: 'bad_request', message: 'The body is too large.' };
  if (status >= 400 && status < 500) return { status, code: 'bad_request' };
  return { status: 500, code: 'internal' };
}
