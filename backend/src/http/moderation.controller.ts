import { Controller, Delete, Get, HttpCode, Patch, Post, UseGuards } from '@nestjs/common';
import { type BanList, type Body, type Member, type Room, RoomId, Uuid } from '@parley/protocol';
import type { output } from 'zod/mini';
import type { Caller } from '../chat/caller.js';
import { ListBans } from '../chat/rooms/list-bans.js';
import { ModerateMember } from '../chat/rooms/moderate-member.js';
import { UpdateRoom } from '../chat/rooms/update-room.js';
import { BearerGuard } from './bearer.guard.js';
import { Me } from './me.js';
import { ValidBody, ValidParam, ValidQuery } from './valid.js';

@Controller('api/rooms/:roomId')
@UseGuards(BearerGuard)
export class ModerationController {
  constructor(
    private readonly moderate: ModerateMember,
    private readonly updateRoom: UpdateRoom,
    private readonly listBans: ListBans,
  ) {}

  @Patch()
  update(
    @Me() me: Caller,
    @ValidParam('roomId', RoomId) roomId: string,
    @ValidBody('updateRoom') settings: Body<'updateRoom'>,
  ): Promise<Room> {
    return this.updateRoom.run(me, roomId, settings);
  }

  @Post('owner')
  @HttpCode(200)
  transfer(
    @Me() me: Caller,
    @ValidParam('roomId', RoomId) roomId: string,
    @ValidBody('transferRoom') { userId }: Body<'transferRoom'>,
  ): Promise<Member> {
    return this.moderate.run(me, roomId, userId, { act: 'transfer' });
  }

  @Post('members/:userId/role')
  @HttpCode(200)
  setRole(
    @Me() me: Caller,
    @ValidParam('roomId', RoomId) roomId: string,
    @ValidParam('userId', Uuid) userId: string,
    @ValidBody('setRole') { role }: Body<'setRole'>,
  ): Promise<Member> {
    return this.moderate.run(me, roomId, userId, { act: 'role', role });
  }

  @Delete('members/:userId')
  @HttpCode(204)
  async remove(
    @Me() me: Caller,
    @ValidParam('roomId', RoomId) roomId: string,
    @ValidParam('userId', Uuid) userId: string,
  ): Promise<void> {
    await this.moderate.run(me, roomId, userId, { act: 'remove' });
  }

  @Post('members/:userId/mute')
  @HttpCode(200)
  mute(
    @Me() me: Caller,
    @ValidParam('roomId', RoomId) roomId: string,
    @ValidParam('userId', Uuid) userId: string,
    @ValidBody('mute') { forMs }: Body<'mute'>,
  ): Promise<Member> {
    return this.moderate.run(me, roomId, userId, { act: 'mute', forMs });
  }

  @Delete('members/:userId/mute')
  @HttpCode(204)
  async unmute(
    @Me() me: Caller,
    @ValidParam('roomId', RoomId) roomId: string,
    @ValidParam('userId', Uuid) userId: string,
  ): Promise<void> {
    await this.moderate.run(me, roomId, userId, { act: 'unmute' });
  }

  @Get('bans')
  bans(
    @Me() me: Caller,
    @ValidParam('roomId', RoomId) roomId: string,
    @ValidQuery('bans') query: Body<'bans'>,
  ): Promise<output<typeof BanList>> {
    return this.listBans.run(me, roomId, query);
  }

  @Post('bans')
  @HttpCode(200)
  ban(
    @Me() me: Caller,
    @ValidParam('roomId', RoomId) roomId: string,
    @ValidBody('ban') { userId, forMs, reason = '' }: Body<'ban'>,
  ): Promise<Member> {
    return this.moderate.run(me, roomId, userId, { act: 'ban', forMs: forMs ?? null, reason });
  }

  @Delete('bans/:userId')
  @HttpCode(204)
  async unban(
    @Me() me: Caller,
    @ValidParam('roomId', RoomId) roomId: string,
    @ValidParam('userId', Uuid) userId: string,
  ): Promise<void> {
    await this.moderate.run(me, roomId, userId, { act: 'unban' });
  }
}
