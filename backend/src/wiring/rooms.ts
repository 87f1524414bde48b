import type { Provider } from '@nestjs/common';
import { ChangePublisher } from '../chat/feed/change-publisher.js';
import { NewestPage } from '../chat/pages/newest-page.js';
import { Bus } from '../chat/ports/bus.js';
import { HotHistory } from '../chat/ports/hot-history.js';
import { Presence } from '../chat/ports/presence.js';
import { RateLimit } from '../chat/ports/rate-limit.js';
import { CreateRoom } from '../chat/rooms/create-room.js';
import { FindRoom } from '../chat/rooms/find-room.js';
import { InviteToRoom } from '../chat/rooms/invite-to-room.js';
import { JoinRoom } from '../chat/rooms/join-room.js';
import { LeaveRoom } from '../chat/rooms/leave-room.js';
import { ListBans } from '../chat/rooms/list-bans.js';
import { ListMembers } from '../chat/rooms/list-members.js';
import { ListRooms } from '../chat/rooms/list-rooms.js';
import { Memberships } from '../chat/rooms/memberships.js';
import { ModerateMember } from '../chat/rooms/moderate-member.js';
import { MyRooms } from '../chat/rooms/my-rooms.js';
import { UpdateRoom } from '../chat/rooms/update-room.js';
import { AccountStore } from '../chat/stores/account-store.js';
import { ModerationStore } from '../chat/stores/moderation-store.js';
import { RoomStore } from '../chat/stores/room-store.js';
import type { Infrastructure } from '../infrastructure.js';
import { construct, provide } from './construct.js';

/** The rooms, who is in them, and what they may do there. */
export function provideRooms({ config }: Infrastructure): Provider[] {
  return [
    provide(
      ChangePublisher,
      [Bus, HotHistory, NewestPage],
      (bus, hot, newest) => new ChangePublisher(bus, hot, newest, { routing: config.busRouting }),
    ),
    construct(Memberships, RoomStore, ChangePublisher, Bus, MyRooms),
    construct(CreateRoom, RoomStore, AccountStore, Memberships, RateLimit, Bus, MyRooms),
    provide(
      JoinRoom,
      [RoomStore, Memberships, RateLimit, Bus],
      (rooms, memberships, limits, bus) =>
        new JoinRoom(rooms, memberships, limits, bus, { onDemand: config.roomsOnDemand }),
    ),
    construct(FindRoom, RoomStore),
    construct(LeaveRoom, RoomStore, Memberships),
    construct(InviteToRoom, RoomStore, AccountStore, Memberships),
    construct(ModerateMember, RoomStore, ModerationStore, AccountStore, Memberships),
    construct(UpdateRoom, RoomStore, ModerationStore, ChangePublisher),
    construct(ListBans, RoomStore, ModerationStore),
    construct(MyRooms, RoomStore, Presence),
    construct(ListRooms, RoomStore, MyRooms, RateLimit),
    construct(ListMembers, RoomStore, Presence),
  ];
}
