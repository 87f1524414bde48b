import type { Provider } from '@nestjs/common';
import { PostgresConsumerQueue } from '../adapters/postgres/consumers/consumer-queue.js';
import { PostgresModerationLog } from '../adapters/postgres/consumers/moderation-log.js';
import { ConsumerRunner } from '../chat/consumers/consumer-runner.js';
import { Consumers } from '../chat/consumers/consumers.js';
import { LogModeration } from '../chat/consumers/log-moderation.js';
import { ConsumerQueue } from '../chat/stores/consumer-queue.js';
import { ModerationLog } from '../chat/stores/moderation-log.js';
import type { Infrastructure } from '../infrastructure.js';
import type { PinoLogger } from '../logger.js';
import { construct, provide } from './construct.js';

/** What is done behind the commit of changes. A new consumer is a class in chat/consumers/, and a line in the list here. */
export function provideConsumers({ config, source }: Infrastructure, logger: PinoLogger): Provider[] {
  return [
    provide(ConsumerQueue, [], () => new PostgresConsumerQueue(source.consumers)),
    provide(ModerationLog, [], () => new PostgresModerationLog(source.consumers)),
    construct(LogModeration, ModerationLog),
    provide(Consumers, [ConsumerQueue, LogModeration], (queue, ...consumers) => {
      const report = { fault: logger.fault, warn: (line: string) => logger.warn(line, 'consumers') };
      return new Consumers(
        consumers.map((consumer) => new ConsumerRunner(queue, consumer, config.instanceId, report)),
      );
    }),
  ];
}
