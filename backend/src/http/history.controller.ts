import { Controller, Get, Header, Req, Res, UseGuards } from '@nestjs/common';
import { type Body, type Head, RoomId } from '@parley/protocol';
import type { Request, Response } from 'express';
import type { Caller } from '../chat/caller.js';
import { ReadHistory } from '../chat/messages/read-history.js';
import { printedArray, printObject } from '../json/printed.js';
import { BearerGuard } from './bearer.guard.js';
import { entityTag, matches } from './entity-tag.js';
import { Me } from './me.js';
import { neighbours } from './page-links.js';
import { PageTags, type TaggedPage } from './page-tags.js';
import { ValidParam, ValidQuery } from './valid.js';

@Controller('api/chat')
@UseGuards(BearerGuard)
export class HistoryController {
  private readonly tags = new PageTags();

  constructor(private readonly readHistory: ReadHistory) {}

  /**
   * A HistoryPage, or 304 without a body where `If-None-Match` has its tag. Its messages are printed already.
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
    const asked = request.headers['if-none-match'];
    const room = await this.readHistory.roomOf(me, roomId);
    const known = asked === undefined ? null : this.tags.of(room, query);
    if (known && matches(asked, known.tag)) {
      head(request, response, room, known);
      response.status(304);
      return undefined;
    }
    const { messages, annexes, head: at, ...about } = await this.readHistory.page(me, room, query);
    const body = printObject({
      success: true,
      messages: printedArray(messages),
      annexes: annexes.length > 0 ? printedArray(annexes) : undefined,
      ...about,
    });
    const tag = entityTag(body);
    this.tags.note(room, query, { tag, about });
    head(request, response, at, { tag, about });
    if (!matches(asked, tag)) return body;
    response.status(304);
    return undefined;
  }
}

function head(request: Request, response: Response, at: Head, { tag, about }: TaggedPage): void {
  response.set({ ETag: tag, 'Parley-Epoch': at.epoch, 'Parley-Rev': String(at.rev) });
  // The cache of a browser is everybody's who signs in there.
  response.vary('Authorization');
  const links = neighbours(request.originalUrl, about);
  if (links) response.setHeader('Link', links);
}
