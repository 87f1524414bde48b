import { Controller, Get, UseGuards } from '@nestjs/common';
import type { Body, UserList } from '@parley/protocol';
import type { output } from 'zod/mini';
import { SearchPeople } from '../chat/accounts/search-people.js';
import { BearerGuard } from './bearer.guard.js';
import { ValidQuery } from './valid.js';

@Controller('api/users')
@UseGuards(BearerGuard)
export class UsersController {
  constructor(private readonly searchPeople: SearchPeople) {}

  @Get()
  async search(@ValidQuery('users') { query = '' }: Body<'users'>): Promise<output<typeof UserList>> {
    return { users: await this.searchPeople.run(query) };
  }
}
