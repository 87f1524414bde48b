import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Bearer } from './bearer.js';
import { rememberCaller } from './me.js';

/** Lets a request pass that carries a valid access token of a live session. */
@Injectable()
export class BearerGuard implements CanActivate {
  constructor(private readonly bearer: Bearer) {}

  async canActivate(context: ExecutionContext): Promise<true> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    rememberCaller(request, await this.bearer.callerOf(request, http.getResponse<Response>()));
    return true;
  }
}
