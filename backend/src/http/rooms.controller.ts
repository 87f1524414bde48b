import { Controller, Get, HttpCode, Post, UseGuards } from '@nestjs/common';
import { type Body, type MemberList, type Room, RoomId, type RoomList } from '@parley/protocol';
import type { output } from 'zod/mini';
import type { Caller } from '../chat/caller.js';
import { CreateRoom } from '../chat/rooms/create-room.js';
import { FindRoom } from '../chat/rooms/find-room.js';
import { InviteToRoom } from '../chat/rooms/invite-to-room.js';
import { JoinRoom } from '../chat/rooms/join-room.js';
import { LeaveRoom } from '../chat/rooms/leave-room.js';
import { ListMembers } from '../chat/rooms/list-members.js';
import { ListRooms } from '../chat/rooms/list-rooms.js';
import { BearerGuard } from './bearer.guard.js';
import { Me } from './me.js';
import { ValidBody, ValidParam, ValidQuery } from './valid.js';

@Controller('api/rooms')
@UseGuards(BearerGuard)
export class RoomsController {
  constructor(
    private readonly listRooms: ListRooms,
    private readonly createRoom: CreateRoom,
    private readonly findRoom: FindRoom,
    private readonly listMembers: ListMembers,
    private readonly joinRoom: JoinRoom,
    private readonly leaveRoom: LeaveRoom,
    private readonly inviteToRoom: InviteToRoom,
  ) {}

  @Get()
  list(@Me() me: Caller, @ValidQuery('rooms') query: Body<'rooms'>): Promise<output<typeof RoomList>> {
    return this.listRooms.run(me, query);
  }

  @Post()
  create(@Me() me: Caller, @ValidBody('createRoom') body: Body<'createRoom'>): Promise<Room> {
    return this.createRoom.run(me, body);
  }

  @Get(':roomId')
  find(@Me() me: Caller, @ValidParam('roomId', RoomId) roomId: string): Promise<Room> {
    return this.findRoom.run(me, roomId);
  }

  @Get(':roomId/members')
  members(
    @Me() me: Caller,
    @ValidParam('roomId', RoomId) roomId: string,
    @ValidQuery('members') query: Body<'members'>,
  ): Promise<output<typeof MemberList>> {
    return this.listMembers.run(me, roomId, query);
  }

  @Post(':roomId/join')
  @HttpCode(200)
  join(@Me() me: Caller, @ValidParam('roomId', RoomId) roomId: string): Promise<Room> {
    return this.joinRoom.run(me, roomId);
  }

  @Post(':roomId/leave')
  @HttpCode(204)
  leave(@Me() me: Caller, @ValidParam('roomId', RoomId) roomId: string): Promise<void> {
    return this.leaveRoom.run(me, roomId);
  }

  @Post(':roomId/invite')
  @HttpCode(204)
  invite(
    @Me() me: Caller,
    @ValidParam('roomId', RoomId) roomId: string,
    @ValidBody('invite') { userId }: Body<'invite'>,
  ): Promise<void> {
    return this.inviteToRoom.run(me, roomId, userId);
  }
}
