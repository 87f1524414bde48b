import { Controller, Get, Header, Req, Res, UseGuards } from '@nestjs/common';
import { type Body, RoomId } from '@parley/protocol';
import type { Request, Response } from 'express';
import type { Caller } from '../chat/caller.js';
import { ReadHistory } from '../chat/messages/read-history.js';
import { BearerGuard } from './bearer.guard.js';
import { entityTag, matches } from './entity-tag.js';
import { Me } from './me.js';
import { neighbours } from './page-links.js';
import { ValidParam, ValidQuery } from './valid.js';

@Controller('api/chat')
@UseGuards(BearerGuard)
export class HistoryController {
  constructor(private readonly readHistory: ReadHistory) {}

  /**
   * A HistoryPage, or 304 without a body where `If-None-Match` has its tag. Its messages are JSON texts already, joined
   * here and never parsed to be printed again.
   */
  @Get(':roomId/history')
  @Header('Content-Type', 'application/json; charset=utf-8')
  // Asked for anew each time: the right to read it can end, and a text can change.
  @Header('Cache-Control', 'private, no-cache')
  async history(
    @Me() me: Caller,
    @ValidParam('roomId', RoomId) roomId: string,
    @ValidQuery('history') query: Body<'history'>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string | undefined> {
    const { messages, head, ...about } = await this.readHistory.run(me, roomId, query);
    const body = `{"success":true,"messages":[${messages.join(',')}],${JSON.stringify(about).slice(1)}`;
    const tag = entityTag(body);
    response.set({ ETag: tag, 'Parley-Epoch': head.epoch, 'Parley-Rev': String(head.rev) });
    // The cache of a browser is everybody's who signs in there.
    response.vary('Authorization');
    const links = neighbours(request.originalUrl, about);
    if (links) response.setHeader('Link', links);
    if (!matches(request.headers['if-none-match'], tag)) return body;
    response.status(304);
    return undefined;
  }
}
