import { Controller, Get, UseGuards } from '@nestjs/common';
import type { User } from '@parley/protocol';
import type { Caller } from '../chat/caller.js';
import { BearerGuard } from './bearer.guard.js';
import { Me } from './me.js';

@Controller('api/me')
@UseGuards(BearerGuard)
export class MeController {
  @Get()
  me(@Me() { id, username, kind, role }: Caller): User {
    return { id, username, kind, role };
  }
}
