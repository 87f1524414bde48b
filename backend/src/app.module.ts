import { type DynamicModule, Module } from '@nestjs/common';
import type { Foundations } from './foundations.js';
import type { PinoLogger } from './logger.js';
import { provideAccounts } from './wiring/accounts.js';
import { provideCommands } from './wiring/commands.js';
import { controllers, provideHttp } from './wiring/http.js';
import { provideMessages } from './wiring/messages.js';
import { provideProcess } from './wiring/process.js';
import { provideRooms } from './wiring/rooms.js';
import { provideSockets } from './wiring/sockets.js';
import { provideStores } from './wiring/stores.js';
import { provideTransports } from './wiring/transports.js';

@Module({})
class AppModule {}

/** The whole wiring of an instance, from the ground up. One module: there is one kind of process. */
export function appModule(foundations: Foundations, logger: PinoLogger): DynamicModule {
  return {
    module: AppModule,
    controllers,
    providers: [
      ...provideStores(foundations, logger),
      ...provideAccounts(foundations),
      ...provideRooms(foundations),
      ...provideMessages(foundations, logger),
      ...provideSockets(foundations, logger),
      ...provideCommands(logger),
      ...provideTransports(foundations, logger),
      ...provideHttp(foundations),
      ...provideProcess(foundations),
    ],
  };
}
