import { type DynamicModule, Module } from '@nestjs/common';
import type { Infrastructure } from './infrastructure.js';
import type { PinoLogger } from './logger.js';
import { provideAccounts } from './wiring/accounts.js';
import { provideCommands } from './wiring/commands.js';
import { provideConsumers } from './wiring/consumers.js';
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
export function appModule(infrastructure: Infrastructure, logger: PinoLogger): DynamicModule {
  return {
    module: AppModule,
    controllers,
    providers: [
      ...provideStores(infrastructure, logger),
      ...provideAccounts(infrastructure, logger),
      ...provideRooms(infrastructure),
      ...provideMessages(infrastructure, logger),
      ...provideConsumers(infrastructure, logger),
      ...provideSockets(infrastructure, logger),
      ...provideCommands(logger),
      ...provideTransports(infrastructure, logger),
      ...provideHttp(infrastructure, logger),
      ...provideProcess(infrastructure),
    ],
  };
}
