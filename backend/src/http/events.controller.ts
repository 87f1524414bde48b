import { Controller, Get, Headers, Req, Res, UseGuards } from '@nestjs/common';
import { type Body, placeQuery, RoomId } from '@parley/protocol';
import type { Request, Response } from 'express';
import type { Caller } from '../chat/caller.js';
import { type Line, RoomFollower } from '../chat/feed/room-follower.js';
import { refuse } from '../chat/refusal.js';
import { FindRoom } from '../chat/rooms/find-room.js';
import { ClientAddresses } from '../network/client-addresses.js';
import { BearerGuard } from './bearer.guard.js';
import { Me } from './me.js';
import { ValidParam, ValidQuery } from './valid.js';

const EVENT_STREAM = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  // What compresses, or gathers before it passes on, would hold an event back.
  'Cache-Control': 'private, no-store, no-transform',
  'X-Accel-Buffering': 'no',
};

@Controller('api/chat')
@UseGuards(BearerGuard)
export class EventsController {
  constructor(
    private readonly follower: RoomFollower,
    private readonly findRoom: FindRoom,
    private readonly addresses: ClientAddresses,
  ) {}

  /** Server-Sent Events of one room, until either side ends them. `Last-Event-ID` is newer than the address it came to. */
  @Get(':roomId/events')
  async follow(
    @Me() me: Caller,
    @ValidParam('roomId', RoomId) roomId: string,
    @ValidQuery('events') query: Body<'events'>,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const after = lastEventId ? placeOf(lastEventId) : (query.after ?? null);
    if (request.method === 'HEAD') {
      await this.findRoom.run(me, roomId);
      response.set(EVENT_STREAM).end();
      return;
    }
    const begin = (): Line => {
      response.set(EVENT_STREAM).flushHeaders();
      return { out: response, address: this.addresses.of(request) };
    };
    await this.follower.follow(me, roomId, after, begin);
  }
}

function placeOf(lastEventId: string) {
  const place = placeQuery.safeParse(lastEventId);
  return place.success ? place.data : refuse('bad_request', 'Last-Event-ID: the id of an event of this room');
}
