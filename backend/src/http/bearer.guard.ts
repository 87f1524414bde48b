import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { RateLimit } from '../chat/ports/rate-limit.js';
import { Bearer } from './bearer.js';
import { rememberCaller } from './me.js';

/** Lets a request pass that carries a valid access token of a live session. */
@Injectable()
export class BearerGuard implements CanActivate {
  constructor(
    private readonly bearer: Bearer,
    private readonly limits: RateLimit,
  ) {}

  async canActivate(context: ExecutionContext): Promise<true> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const caller = await this.bearer.callerOf(request, http.getResponse<Response>());
    await this.limits.take('request', caller.id);
    rememberCaller(request, caller);
    return true;
  }
}
