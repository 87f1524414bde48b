import type { IncomingMessage } from 'node:http';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { Caller } from '../chat/caller.js';
import { refuse } from '../chat/refusal.js';

const callers = new WeakMap<IncomingMessage, Caller>();

export function rememberCaller(request: Request, caller: Caller): void {
  callers.set(request, caller);
}

/** The caller a guard has found, if it has by now. */
export function knownCaller(request: IncomingMessage): Caller | null {
  return callers.get(request) ?? null;
}

/** The caller a guard has found. A route that forgot its guard refuses everybody. */
export const Me = createParamDecorator(
  (_: unknown, context: ExecutionContext): Caller =>
    callers.get(context.switchToHttp().getRequest<Request>()) ?? refuse('unauthenticated'),
);
