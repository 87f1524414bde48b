import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { JwtAccessTokens } from './adapters/jwt/jwt-access-tokens.js';
import { LoggedBus } from './adapters/logged-bus.js';
import { PostgresAccountStore } from './adapters/postgres/account-store.js';
import { PostgresMessageLog } from './adapters/postgres/message-log.js';
import { PostgresModerationStore } from './adapters/postgres/moderation-store.js';
import { PostgresRoomStore } from './adapters/postgres/room-store.js';
import { PostgresSessionStore } from './adapters/postgres/session-store.js';
import { AccessTokens } from './chat/accounts/access-tokens.js';
import { ChangePassword } from './chat/accounts/change-password.js';
import { EndSessions } from './chat/accounts/end-sessions.js';
import { EnterAsGuest } from './chat/accounts/enter-as-guest.js';
import { Identify } from './chat/accounts/identify.js';
import { ListSessions } from './chat/accounts/list-sessions.js';
import { LogIn } from './chat/accounts/log-in.js';
import { LogOut } from './chat/accounts/log-out.js';
import { Passwords } from './chat/accounts/passwords.js';
import { Register } from './chat/accounts/register.js';
import { RenewSession } from './chat/accounts/renew-session.js';
import { SearchPeople } from './chat/accounts/search-people.js';
import { SessionOpener } from './chat/accounts/session-opener.js';
import { SessionUpkeep } from './chat/accounts/session-upkeep.js';
import { SignInAttempts } from './chat/accounts/sign-in-attempts.js';
import { TokenKey } from './chat/accounts/token-key.js';
import { ClientAddresses } from './chat/client-addresses.js';
import { RoomFollower } from './chat/feed/room-follower.js';
import { RoomStreams } from './chat/feed/room-streams.js';
import { AmendMessage } from './chat/messages/amend-message.js';
import { ExportRoom } from './chat/messages/export-room.js';
import { MarkRead } from './chat/messages/mark-read.js';
import { NewestPage } from './chat/messages/newest-page.js';
import { ReadHistory } from './chat/messages/read-history.js';
import { SendMessage } from './chat/messages/send-message.js';
import { Sync } from './chat/messages/sync.js';
import { TellTyping } from './chat/messages/tell-typing.js';
import { Origins } from './chat/origins.js';
import { Attempts } from './chat/ports/attempts.js';
import { Bus } from './chat/ports/bus.js';
import { Clock } from './chat/ports/clock.js';
import { HotHistory } from './chat/ports/hot-history.js';
import { Presence } from './chat/ports/presence.js';
import { RateLimit } from './chat/ports/rate-limit.js';
import { PresenceTracker } from './chat/presence/presence-tracker.js';
import { ChangePublisher } from './chat/rooms/change-publisher.js';
import { CreateRoom } from './chat/rooms/create-room.js';
import { FindRoom } from './chat/rooms/find-room.js';
import { InviteToRoom } from './chat/rooms/invite-to-room.js';
import { JoinRoom } from './chat/rooms/join-room.js';
import { LeaveRoom } from './chat/rooms/leave-room.js';
import { ListBans } from './chat/rooms/list-bans.js';
import { ListMembers } from './chat/rooms/list-members.js';
import { ListRooms } from './chat/rooms/list-rooms.js';
import { Memberships } from './chat/rooms/memberships.js';
import { ModerateMember } from './chat/rooms/moderate-member.js';
import { MyRooms } from './chat/rooms/my-rooms.js';
import { UpdateRoom } from './chat/rooms/update-room.js';
import { AccountStore } from './chat/stores/account-store.js';
import { MessageLog } from './chat/stores/message-log.js';
import { ModerationStore } from './chat/stores/moderation-store.js';
import { RoomStore } from './chat/stores/room-store.js';
import { SessionStore } from './chat/stores/session-store.js';
import { construct, provide } from './construct.js';
import { asyncApi } from './documents/asyncapi.js';
import { openApi } from './documents/openapi.js';
import type { Foundations } from './foundations.js';
import { AuthController } from './http/auth.controller.js';
import { Bearer } from './http/bearer.js';
import { DocumentsController } from './http/documents.controller.js';
import { ErrorFilter } from './http/error.filter.js';
import { EventsController } from './http/events.controller.js';
import { ExportController } from './http/export.controller.js';
import { HealthController } from './http/health.controller.js';
import { HealthReport } from './http/health-report.js';
import { HistoryController } from './http/history.controller.js';
import { MeController } from './http/me.controller.js';
import { ModerationController } from './http/moderation.controller.js';
import { RoomsController } from './http/rooms.controller.js';
import { ServedDocuments } from './http/served-documents.js';
import { SessionsController } from './http/sessions.controller.js';
import { UsersController } from './http/users.controller.js';
import { Instance } from './instance.js';
import { PinoLogger } from './logger.js';
import { Authenticator } from './realtime/authenticator.js';
import { CommandRouter } from './realtime/command-router.js';
import { ConnectedUsers } from './realtime/connected-users.js';
import { Crowd } from './realtime/crowd.js';
import { FanOut } from './realtime/fan-out.js';
import { Farewell } from './realtime/farewell.js';
import { Flusher } from './realtime/flusher.js';
import { InstanceEar } from './realtime/instance-ear.js';
import { logCommands } from './realtime/log-commands.js';
import { MessageGateway } from './realtime/message.gateway.js';
import { ModerationGateway } from './realtime/moderation.gateway.js';
import { NewRooms } from './realtime/new-rooms.js';
import { PresenceNews } from './realtime/presence-news.js';
import { RoomGateway } from './realtime/room.gateway.js';
import { RoomActivity } from './realtime/room-activity.js';
import { SessionEnds } from './realtime/session-ends.js';
import { AliasSpeech } from './realtime/socket-io/alias-speech.js';
import { SocketIoGateway } from './realtime/socket-io/socket-io.gateway.js';
import { Following } from './realtime/sse/following.js';
import { SseRoomFollower } from './realtime/sse/sse-room-follower.js';
import { TokenEnds } from './realtime/token-ends.js';
import { Turnstile } from './realtime/turnstile.js';
import { Watchers } from './realtime/watchers.js';
import { Watching } from './realtime/watching.js';
import { Welcome } from './realtime/welcome.js';
import { WsGateway } from './realtime/ws/ws.gateway.js';
import { WsFrames } from './realtime/ws/ws-frames.js';
import { WsServer } from './realtime/ws/ws-server.js';
import { VERSION } from './version.js';

@Module({})
class AppModule {}

/** The whole wiring of an instance, from the ground up. One module: there is one kind of process. */
export function appModule(foundations: Foundations, logger: PinoLogger): DynamicModule {
  const { config, database, source, checks, ...ports } = foundations;
  const fault = (error: unknown) => logger.error(error, 'fault');
  // Where the level is off there is nothing in the way of a command or an event, not even a question.
  const commandLog = logger.at('debug', 'command');
  const busLog = logger.at('trace', 'bus');
  return {
    module: AppModule,
    controllers: [
      AuthController,
      MeController,
      SessionsController,
      RoomsController,
      ModerationController,
      UsersController,
      HistoryController,
      ExportController,
      EventsController,
      HealthController,
      DocumentsController,
    ],
    providers: [
      { provide: APP_FILTER, useClass: ErrorFilter },

      // Ports and stores
      { provide: Bus, useValue: busLog ? new LoggedBus(ports.bus, busLog) : ports.bus },
      { provide: HotHistory, useValue: ports.hotHistory },
      { provide: Presence, useValue: ports.presence },
      { provide: RateLimit, useValue: ports.rateLimit },
      { provide: Attempts, useValue: ports.attempts },
      { provide: Clock, useValue: ports.clock },
      provide(AccountStore, [], () => new PostgresAccountStore(source)),
      provide(SessionStore, [], () => new PostgresSessionStore(source)),
      provide(RoomStore, [], () => new PostgresRoomStore(source)),
      provide(ModerationStore, [], () => new PostgresModerationStore(source)),
      provide(MessageLog, [], () => new PostgresMessageLog(source, database)),

      // Accounts
      provide(TokenKey, [], () => new TokenKey(config.jwtSecret)),
      provide(AccessTokens, [TokenKey], (key) => new JwtAccessTokens(key, config.accessTokenSeconds)),
      construct(Passwords),
      construct(SessionOpener, SessionStore, AccessTokens, Clock),
      construct(Identify, AccessTokens, SessionStore),
      construct(Register, AccountStore, Passwords, Memberships, SessionOpener, RateLimit),
      construct(SignInAttempts, Attempts),
      construct(LogIn, AccountStore, Passwords, SessionOpener, RateLimit, SignInAttempts),
      provide(
        EnterAsGuest,
        [AccountStore, Memberships, SessionOpener, RateLimit],
        (accounts, memberships, sessions, limit) =>
          new EnterAsGuest(accounts, memberships, sessions, limit, config.guests),
      ),
      construct(RenewSession, SessionStore, AccessTokens, Bus, Clock, RateLimit),
      construct(LogOut, SessionStore, Bus),
      construct(ListSessions, SessionStore),
      construct(EndSessions, SessionStore, Bus),
      construct(ChangePassword, AccountStore, Passwords, Bus, RateLimit),
      construct(SessionUpkeep, SessionStore),
      construct(SearchPeople, AccountStore, Presence),

      // Rooms
      provide(
        ChangePublisher,
        [Bus, HotHistory, NewestPage],
        (bus, hot, newest) => new ChangePublisher(bus, hot, newest, { routing: config.busRouting }),
      ),
      construct(Memberships, RoomStore, ChangePublisher, Bus),
      construct(CreateRoom, RoomStore, AccountStore, Memberships, RateLimit, Bus),
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
      construct(ListRooms, RoomStore, MyRooms),
      construct(ListMembers, RoomStore, Presence),

      // Messages
      construct(NewestPage, RoomStore, HotHistory, MessageLog),
      construct(SendMessage, MessageLog, RateLimit),
      construct(AmendMessage, MessageLog, RateLimit),
      construct(ReadHistory, RoomStore, MessageLog, NewestPage, RoomStreams),
      provide(
        ExportRoom,
        [RoomStore, MessageLog, SessionStore],
        (rooms, log, sessions) => new ExportRoom(rooms, log, sessions),
      ),
      construct(MarkRead, RoomStore, Bus),
      construct(TellTyping, RoomStore, RateLimit, Bus),
      construct(Sync, RoomStore, MessageLog, MyRooms, RoomStreams),
      construct(RoomStreams, Bus, NewestPage, MessageLog, RoomStore),
      provide(
        PresenceTracker,
        [Presence, AccountStore, RoomStore, Bus],
        (presence, accounts, rooms, bus) =>
          new PresenceTracker(presence, accounts, rooms, bus, config.instanceId, fault),
      ),

      // Sockets
      provide(ClientAddresses, [], () => new ClientAddresses(config.trustedProxies)),
      provide(Origins, [], () => new Origins(config.corsOrigin, config.instanceUrls)),
      construct(Watchers),
      construct(Flusher),
      provide(FanOut, [Watchers], (watchers) => new FanOut(watchers, fault)),
      construct(ConnectedUsers, RoomStore),
      construct(Watching, RoomStreams, Watchers, PresenceTracker, FanOut, FindRoom),
      construct(Farewell, FanOut),
      construct(TokenEnds, FanOut, Clock),
      provide(
        Welcome,
        [ConnectedUsers, PresenceTracker, Watching, FanOut, Farewell, TokenEnds, Crowd],
        (connected, presence, watching, fanOut, farewell, tokens, crowd) =>
          new Welcome(connected, presence, watching, fanOut, farewell, tokens, crowd, {
            instance: config.instanceId,
            instances: config.instanceUrls,
            version: VERSION,
          }),
      ),
      provide(
        Crowd,
        [FanOut],
        (fanOut) => new Crowd(ports.headcount, fanOut, config.rateLimits ? config.connections : null),
      ),
      construct(Authenticator, Identify, EnterAsGuest, FanOut, Welcome, TokenEnds, RateLimit),
      construct(MessageGateway, SendMessage, AmendMessage, MarkRead, TellTyping, ReadHistory),
      construct(ModerationGateway, ModerateMember, UpdateRoom),
      construct(RoomGateway, CreateRoom, JoinRoom, LeaveRoom, FindRoom, Sync, Watching),
      provide(
        CommandRouter,
        [MessageGateway, RoomGateway, ModerationGateway, Authenticator, FanOut, RateLimit],
        (messages, rooms, moderation, authenticator, fanOut, limits) => {
          const log = commandLog && logCommands(commandLog);
          return new CommandRouter([messages, rooms, moderation], authenticator, fanOut, limits, log);
        },
      ),
      construct(AliasSpeech, CommandRouter, Welcome, FanOut),
      SocketIoGateway,
      construct(WsFrames, CommandRouter),
      provide(
        WsGateway,
        [CommandRouter, WsFrames, Welcome, FanOut, Flusher, ClientAddresses],
        (router, frames, welcome, fanOut, flusher, addresses) =>
          new WsGateway(router, frames, welcome, fanOut, flusher, addresses, {
            guests: config.guests,
            log: (line) => logger.log(line, 'ws'),
          }),
      ),
      provide(Turnstile, [], () => new Turnstile()),
      provide(
        WsServer,
        [WsGateway, Origins, Turnstile],
        (gateway, origins, turnstile) => new WsServer(gateway, origins, turnstile),
      ),
      construct(Following, Watching, MessageLog, FindRoom, FanOut),
      provide(
        RoomFollower,
        [FindRoom, Welcome, Following, FanOut, Flusher],
        (findRoom, welcome, following, fanOut, flusher) =>
          new SseRoomFollower(findRoom, welcome, following, fanOut, flusher, (line) =>
            logger.warn(line, 'events'),
          ),
      ),
      construct(RoomActivity, ConnectedUsers, Watchers, FanOut),
      construct(PresenceNews, Watchers, ConnectedUsers, PresenceTracker, FanOut),
      construct(NewRooms, ConnectedUsers, FanOut),
      provide(
        SessionEnds,
        [SessionStore, ConnectedUsers, FanOut],
        (sessions, connected, fanOut) => new SessionEnds(sessions, connected, fanOut),
      ),
      construct(
        InstanceEar,
        RoomStreams,
        ConnectedUsers,
        RoomActivity,
        PresenceNews,
        NewRooms,
        SessionEnds,
        RoomStore,
        Watchers,
        FanOut,
      ),

      // The process
      provide(Bearer, [TokenKey, Identify], (key, identify) => new Bearer(key, identify)),
      provide(
        ServedDocuments,
        [],
        () =>
          new ServedDocuments({
            // What a server can do is nobody's business who cannot sign in to it.
            open: !config.production,
            openApi: openApi(VERSION),
            asyncApi: asyncApi(VERSION),
          }),
      ),
      provide(HealthReport, [Farewell], (farewell) => {
        const info = { id: config.instanceId, version: VERSION };
        return new HealthReport(info, checks, () => farewell.underWay);
      }),
      construct(
        Instance,
        Bus,
        MessageLog,
        ExportRoom,
        ChangePublisher,
        RoomStreams,
        PresenceTracker,
        InstanceEar,
        RoomActivity,
        PresenceNews,
        SessionEnds,
        SessionUpkeep,
        TokenEnds,
        Crowd,
        Farewell,
        FanOut,
      ),
    ],
  };
}
