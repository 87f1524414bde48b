import { Controller, Get, HttpCode, Post, UseGuards } from '@nestjs/common';
import type { Body, User } from '@parley/protocol';
import { ChangePassword } from '../chat/accounts/change-password.js';
import type { Caller } from '../chat/caller.js';
import { BearerGuard } from './bearer.guard.js';
import { Me } from './me.js';
import { ValidBody } from './valid.js';

@Controller('api/me')
@UseGuards(BearerGuard)
export class MeController {
  constructor(private readonly changePassword: ChangePassword) {}

  @Get()
  me(@Me() { id, username, kind, role }: Caller): User {
    return { id, username, kind, role };
  }

  @Post('password')
  @HttpCode(204)
  password(@Me() me: Caller, @ValidBody('changePassword') body: Body<'changePassword'>): Promise<void> {
    return this.changePassword.run(me, body);
  }
}
