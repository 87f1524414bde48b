import { Controller, Delete, Get, Put, UseGuards } from '@nestjs/common';
import { type Reaction, type ReactionList, routes } from '@parley/protocol';
import type { Caller } from '../chat/caller.js';
import { React } from '../chat/reactions/react.js';
import { ReadReactions } from '../chat/reactions/read-reactions.js';
import { BearerGuard } from './bearer.guard.js';
import { Me } from './me.js';
import { ValidParam } from './valid.js';

const { roomId: RoomId, seq: Seq, emoji: Emoji } = routes.add_reaction.params.shape;

@Controller('api/chat/:roomId/messages/:seq/reactions')
@UseGuards(BearerGuard)
export class ReactionsController {
  constructor(
    private readonly react: React,
    private readonly readReactions: ReadReactions,
  ) {}

  @Get()
  list(
    @Me() me: Caller,
    @ValidParam('roomId', RoomId) roomId: string,
    @ValidParam('seq', Seq) seq: number,
  ): Promise<ReactionList> {
    return this.readReactions.run(me, { roomId, seq });
  }

  @Put(':emoji')
  add(
    @Me() me: Caller,
    @ValidParam('roomId', RoomId) roomId: string,
    @ValidParam('seq', Seq) seq: number,
    @ValidParam('emoji', Emoji) emoji: string,
  ): Promise<Reaction> {
    return this.react.run(me, { roomId, seq, emoji, on: true });
  }

  @Delete(':emoji')
  remove(
    @Me() me: Caller,
    @ValidParam('roomId', RoomId) roomId: string,
    @ValidParam('seq', Seq) seq: number,
    @ValidParam('emoji', Emoji) emoji: string,
  ): Promise<Reaction> {
    return this.react.run(me, { roomId, seq, emoji, on: false });
  }
}
