import { Module } from '@nestjs/common';
import { APP_FILTER, NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { SystemClock } from '../../src/adapters/memory/system-clock.js';
import { ChangePassword } from '../../src/chat/accounts/change-password.js';
import { EndSessions } from '../../src/chat/accounts/end-sessions.js';
import { EnterAsGuest } from '../../src/chat/accounts/enter-as-guest.js';
import { ListSessions } from '../../src/chat/accounts/list-sessions.js';
import { LogIn } from '../../src/chat/accounts/log-in.js';
import { LogOut } from '../../src/chat/accounts/log-out.js';
import { Register } from '../../src/chat/accounts/register.js';
import { RenewSession } from '../../src/chat/accounts/renew-session.js';
import { SearchPeople } from '../../src/chat/accounts/search-people.js';
import { AnswerBudget } from '../../src/chat/messages/answer-budget.js';
import { type ExportOptions, ExportRoom } from '../../src/chat/messages/export-room.js';
import { ReadHistory } from '../../src/chat/messages/read-history.js';
import { RateLimit } from '../../src/chat/ports/rate-limit.js';
import { React } from '../../src/chat/reactions/react.js';
import { ReadReactions } from '../../src/chat/reactions/read-reactions.js';
import { CreateRoom } from '../../src/chat/rooms/create-room.js';
import { FindRoom } from '../../src/chat/rooms/find-room.js';
import { InviteToRoom } from '../../src/chat/rooms/invite-to-room.js';
import { JoinRoom } from '../../src/chat/rooms/join-room.js';
import { LeaveRoom } from '../../src/chat/rooms/leave-room.js';
import { ListBans } from '../../src/chat/rooms/list-bans.js';
import { ListMembers } from '../../src/chat/rooms/list-members.js';
import { ListRooms } from '../../src/chat/rooms/list-rooms.js';
import { ModerateMember } from '../../src/chat/rooms/moderate-member.js';
import { UpdateRoom } from '../../src/chat/rooms/update-room.js';
import { asyncApi } from '../../src/documents/asyncapi.js';
import { openApi } from '../../src/documents/openapi.js';
import { allowOrigins } from '../../src/http/allow-origins.js';
import { Bearer } from '../../src/http/bearer.js';
import { compress } from '../../src/http/compress.js';
import { ErrorFilter } from '../../src/http/error.filter.js';
import { EventsController } from '../../src/http/events.controller.js';
import { type HealthCheck, HealthReport } from '../../src/http/health-report.js';
import { securityHeaders } from '../../src/http/security-headers.js';
import { ServedDocuments } from '../../src/http/served-documents.js';
import { serveWebPage } from '../../src/http/web-page.js';
import { ClientAddresses } from '../../src/network/client-addresses.js';
import { Origins } from '../../src/network/origins.js';
import { RefusalLimiter } from '../../src/network/refusal-limiter.js';
import { controllers } from '../../src/wiring/http.js';
import { type House, openHouse } from '../support/house.js';

export const FRIEND = 'http://friend.example:3001';

@Module({})
class HttpModule {}

export interface HttpApp {
  house: House;
  url: string;
  exports: ExportRoom;
  close(): Promise<void>;
}

/** Everything of REST on a real port, over a house of its own. */
export async function openHttpApp(
  options: {
    pageDirectory?: string;
    checks?: Record<string, HealthCheck>;
    house?: House;
    corsOrigin?: '*' | string[];
    exports?: ExportOptions;
    /** As in development unless told otherwise. */
    documentsOpen?: boolean;
    /** As in production unless given. */
    refusals?: RefusalLimiter;
    /** None unless given. */
    trustedProxies?: string[];
  } = {},
): Promise<HttpApp> {
  const house = options.house ?? (await openHouse());
  const exportRoom = new ExportRoom(house.rooms, house.log, house.sessions, options.exports);
  const corsOrigin = options.corsOrigin ?? [FRIEND];
  const origins = new Origins(corsOrigin, [], 'this machine');
  const app = await NestFactory.create<NestExpressApplication>(
    {
      module: HttpModule,
      // Events are heard through what sockets stand on, which is not here.
      controllers: controllers.filter((one) => one !== EventsController),
      providers: [
        ...providersOf(house, options.checks ?? {}, exportRoom),
        { provide: ClientAddresses, useValue: new ClientAddresses(options.trustedProxies ?? []) },
        { provide: Origins, useValue: origins },
        { provide: RefusalLimiter, useValue: options.refusals ?? new RefusalLimiter(true) },
        { provide: ServedDocuments, useValue: documents(options.documentsOpen ?? true) },
      ],
    },
    { logger: false },
  );
  app.use(securityHeaders([FRIEND]));
  allowOrigins(app, origins, { cookies: corsOrigin !== '*' });
  compress(app);
  serveWebPage(app, { directory: options.pageDirectory ?? '/nowhere', instanceOrigins: [FRIEND] });
  await app.listen(0, '127.0.0.1');
  return {
    house,
    url: await app.getUrl(),
    exports: exportRoom,
    async close() {
      await app.close();
      await house.close();
    },
  };
}

const CONSUMERS = {
  moderation_log: { worksHere: true, rooms: 1, revs: 7, oldestMs: 900, deadLetters: 0, measuredMs: 100 },
};

function documents(open: boolean): ServedDocuments {
  return new ServedDocuments({ open, openApi: () => openApi('1.2.3'), asyncApi: () => asyncApi('1.2.3') });
}

function providersOf(house: House, checks: Record<string, HealthCheck>, exportRoom: ExportRoom) {
  const { rooms, accounts, memberships, presence, limit, bus, log, newest, streams, moderation, publisher } =
    house;
  return [
    { provide: APP_FILTER, useClass: ErrorFilter },
    { provide: RateLimit, useValue: limit },
    { provide: Bearer, useValue: new Bearer(house.key, house.identify) },
    {
      provide: HealthReport,
      useValue: new HealthReport({ id: 'here', version: '1.2.3' }, checks, () => false, {
        states: () => CONSUMERS,
      }),
    },
    { provide: Register, useValue: house.register },
    { provide: LogIn, useValue: house.logIn },
    { provide: EnterAsGuest, useValue: house.enterAsGuest },
    { provide: RenewSession, useValue: house.renewSession },
    { provide: LogOut, useValue: house.logOut },
    { provide: ListSessions, useValue: house.listSessions },
    { provide: EndSessions, useValue: house.endSessions },
    { provide: ChangePassword, useValue: house.changePassword },
    { provide: SearchPeople, useValue: house.searchPeople },
    { provide: ListRooms, useValue: new ListRooms(rooms, house.myRooms, house.limit) },
    {
      provide: CreateRoom,
      useValue: new CreateRoom(rooms, accounts, memberships, limit, bus, house.myRooms),
    },
    { provide: React, useValue: new React(rooms, house.reactions, publisher, limit, new SystemClock()) },
    { provide: ReadReactions, useValue: new ReadReactions(rooms, house.reactions, new AnswerBudget(limit)) },
    { provide: FindRoom, useValue: new FindRoom(rooms) },
    { provide: ListMembers, useValue: new ListMembers(rooms, presence) },
    { provide: JoinRoom, useValue: new JoinRoom(rooms, memberships, limit, bus, { onDemand: false }) },
    { provide: LeaveRoom, useValue: new LeaveRoom(rooms, memberships) },
    { provide: InviteToRoom, useValue: new InviteToRoom(rooms, accounts, memberships) },
    {
      provide: ModerateMember,
      useValue: new ModerateMember(rooms, moderation, accounts, memberships),
    },
    { provide: UpdateRoom, useValue: new UpdateRoom(rooms, moderation, publisher) },
    { provide: ListBans, useValue: new ListBans(rooms, moderation) },
    { provide: ExportRoom, useValue: exportRoom },
    {
      provide: ReadHistory,
      useValue: new ReadHistory(rooms, log, newest, streams, new AnswerBudget(house.limit)),
    },
  ];
}
