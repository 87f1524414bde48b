import type { LoggerService } from '@nestjs/common';
import { type Logger, pino } from 'pino';

/** What Nest tells of its own start: of use to whoever looks for a fault in the wiring. */
const FRAMEWORK: ReadonlySet<string> = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'WebSocketsController',
  'NestApplication',
]);

/** Nest's logger on pino: JSON lines on standard output. */
export class PinoLogger implements LoggerService {
  readonly pino: Logger;

  constructor(level: string, instance: string) {
    this.pino = pino({ level, base: { instance } });
  }

  /** A way to write lines of this level, or null when they are off. */
  at(level: 'debug' | 'trace', context: string): ((line: object) => void) | null {
    if (!this.pino.isLevelEnabled(level)) return null;
    return (line) => this.pino[level]({ context, ...line });
  }

  log = (message: unknown, context?: string) =>
    this.write(context && FRAMEWORK.has(context) ? 'debug' : 'info', message, context);
  warn = (message: unknown, context?: string) => this.write('warn', message, context);
  debug = (message: unknown, context?: string) => this.write('debug', message, context);
  verbose = (message: unknown, context?: string) => this.write('trace', message, context);
  fatal = (message: unknown, context?: string) => this.write('fatal', message, context);
  /** Nest gives the stack, or the context, or both after the message. */
  error = (message: unknown, ...rest: (string | undefined)[]) => this.write('error', message, rest.at(-1));
  /** What failed where nobody waits for an answer. */
  fault = (error: unknown) => this.error(error, 'fault');

  private write(
    level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal',
    message: unknown,
    context?: string,
  ) {
    if (message instanceof Error) this.pino[level]({ context, err: message }, message.message);
    else this.pino[level]({ context }, String(message));
  }
}
