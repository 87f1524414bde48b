import { Controller, Get, UseGuards } from '@nestjs/common';
import type { Body, UserList } from '@parley/protocol';
import type { output } from 'zod/mini';
import { SearchPeople } from '../chat/accounts/search-people.js';
import type { Caller } from '../chat/caller.js';
import { BearerGuard } from './bearer.guard.js';
import { Me } from './me.js';
import { ValidQuery } from './valid.js';

@Controller('api/users')
@UseGuards(BearerGuard)
export class UsersController {
  constructor(private readonly searchPeople: SearchPeople) {}

  @Get()
  search(@Me() me: Caller, @ValidQuery('users') query: Body<'users'>): Promise<output<typeof UserList>> {
    return this.searchPeople.run(me, query);
  }
}
