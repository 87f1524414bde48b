import type { Provider } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { Identify } from '../chat/accounts/identify.js';
import { TokenKey } from '../chat/accounts/token-key.js';
import { asyncApi } from '../documents/asyncapi.js';
import { openApi } from '../documents/openapi.js';
import { AuthController } from '../http/auth.controller.js';
import { Bearer } from '../http/bearer.js';
import { DocumentsController } from '../http/documents.controller.js';
import { ErrorFilter } from '../http/error.filter.js';
import { EventsController } from '../http/events.controller.js';
import { ExportController } from '../http/export.controller.js';
import { HealthController } from '../http/health.controller.js';
import { HistoryController } from '../http/history.controller.js';
import { MeController } from '../http/me.controller.js';
import { knownCaller } from '../http/me.js';
import { ModerationController } from '../http/moderation.controller.js';
import { ReactionsController } from '../http/reactions.controller.js';
import { RoomsController } from '../http/rooms.controller.js';
import { ServedDocuments } from '../http/served-documents.js';
import { SessionsController } from '../http/sessions.controller.js';
import { UsersController } from '../http/users.controller.js';
import type { Infrastructure } from '../infrastructure.js';
import type { PinoLogger } from '../logger.js';
import { ClientAddresses } from '../network/client-addresses.js';
import { HttpReaders } from '../realtime/unread/http-readers.js';
import { UnreadMonitor } from '../realtime/unread/unread-monitor.js';
import { VERSION } from '../version.js';
import { provide } from './construct.js';

export const controllers = [
  AuthController,
  MeController,
  SessionsController,
  RoomsController,
  ModerationController,
  UsersController,
  HistoryController,
  ReactionsController,
  ExportController,
  EventsController,
  HealthController,
  DocumentsController,
];

/** What the controllers ask beside the use cases. */
export function provideHttp({ config }: Infrastructure, logger: PinoLogger): Provider[] {
  return [
    { provide: APP_FILTER, useClass: ErrorFilter },
    provide(Bearer, [TokenKey, Identify], (key, identify) => new Bearer(key, identify)),
    provide(
      HttpReaders,
      [UnreadMonitor, ClientAddresses],
      (monitor, addresses) =>
        new HttpReaders(monitor, addresses, {
          callerOf: knownCaller,
          log: (line) => logger.log(line, 'http'),
        }),
    ),
    provide(
      ServedDocuments,
      [],
      () =>
        new ServedDocuments({
          // What a server can do is not told to those who cannot sign in to it.
          open: !config.production,
          openApi: () => openApi(VERSION),
          asyncApi: () => asyncApi(VERSION),
        }),
    ),
  ];
}
