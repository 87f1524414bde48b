import { Controller, Get, Header, UseGuards } from '@nestjs/common';
import { type Body, RoomId } from '@parley/protocol';
import type { Caller } from '../chat/caller.js';
import { ReadHistory } from '../chat/messages/read-history.js';
import { BearerGuard } from './bearer.guard.js';
import { Me } from './me.js';
import { ValidParam, ValidQuery } from './valid.js';

@Controller('api/chat')
@UseGuards(BearerGuard)
export class HistoryController {
  constructor(private readonly readHistory: ReadHistory) {}

  /** A HistoryPage. Its messages are JSON texts already, joined here and never parsed to be printed again. */
  @Get(':roomId/history')
  @Header('Content-Type', 'application/json; charset=utf-8')
  async history(
    @Me() me: Caller,
    @ValidParam('roomId', RoomId) roomId: string,
    @ValidQuery('history') query: Body<'history'>,
  ): Promise<string> {
    const { messages, hasMore } = await this.readHistory.run(me, roomId, query);
    return `{"success":true,"messages":[${messages.join(',')}],"hasMore":${hasMore}}`;
  }
}
