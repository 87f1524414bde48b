import { Controller, Delete, Get, HttpCode, UseGuards } from '@nestjs/common';
import { type SessionList, Uuid } from '@parley/protocol';
import type { output } from 'zod/mini';
import { EndSessions } from '../chat/accounts/end-sessions.js';
import { ListSessions } from '../chat/accounts/list-sessions.js';
import type { Caller } from '../chat/caller.js';
import { BearerGuard } from './bearer.guard.js';
import { Me } from './me.js';
import { ValidParam } from './valid.js';

@Controller('api/sessions')
@UseGuards(BearerGuard)
export class SessionsController {
  constructor(
    private readonly listSessions: ListSessions,
    private readonly endSessions: EndSessions,
  ) {}

  @Get()
  async list(@Me() me: Caller): Promise<output<typeof SessionList>> {
    return { sessions: await this.listSessions.run(me) };
  }

  @Delete()
  @HttpCode(204)
  endOthers(@Me() me: Caller): Promise<void> {
    return this.endSessions.others(me);
  }

  @Delete(':sessionId')
  @HttpCode(204)
  end(@Me() me: Caller, @ValidParam('sessionId', Uuid) sessionId: string): Promise<void> {
    return this.endSessions.one(me, sessionId);
  }
}
