import type { LoggerService } from '@nestjs/common';
import { type Logger, pino } from 'pino';
import { type Log, rateLimitedLog } from './adapters/rate-limited-log.js';
import { errorLine, loggableError } from './errors/loggable-error.js';
import { isUnavailable } from './errors/unavailable.js';

/** What Nest tells of its own start: of use to a developer who looks for a fault in the wiring. */
const FRAMEWORK: ReadonlySet<string> = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'WebSocketsController',
  'NestApplication',
]);

const REFUSALS_A_SECOND = 100;

/** Nest's logger on pino: JSON lines on standard output. */
export class PinoLogger implements LoggerService {
  readonly pino: Logger;

  private readonly life: Logger;
  private refusals = { second: 0, lines: 0 };

  /** @param plain in development */
  constructor(
    level: string,
    instance: string,
    readonly plain = false,
  ) {
    this.life = pino({ level: 'info', base: { instance } });
    this.pino = pino({ level, base: { instance }, serializers: { err: loggableError } });
  }

  /**
   * What an administrator wants to know of who was refused. A flood of refusals must not fill a disk: above so
   * many lines a second the rest is counted.
   */
  refused = (context: string, line: object): void => {
    const second = Math.floor(performance.now() / 1_000);
    if (second !== this.refusals.second) {
      const withheld = this.refusals.lines - REFUSALS_A_SECOND;
      if (withheld > 0) this.pino.warn({ context, withheld }, 'More were refused than are told.');
      this.refusals = { second, lines: 0 };
    }
    this.refusals.lines += 1;
    if (this.refusals.lines <= REFUSALS_A_SECOND) this.pino.warn({ context, ...line });
  };

  /** What tells of the process itself, whatever the level: for people where people start it, else as the other lines. */
  lifecycle = (sentence: string): void => {
    if (this.plain) console.log(sentence);
    else this.life.info({ context: 'process' }, sentence);
  };

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
  /** Nest gives the stack, or the context, or both after the message. A database that cannot work is no bug, and fails in floods. */
  error = (message: unknown, ...rest: (string | undefined)[]) => {
    if (isUnavailable(message)) this.unavailable(message);
    else this.write('error', message, rest.at(-1));
  };
  /** What failed where no caller waits for an answer. */
  fault = (error: unknown) => this.error(error, 'fault');

  /** Each kind of failure by itself: a flood of one must not hide another. */
  private readonly failures = new Map<string, Log>();

  private unavailable(error: unknown): void {
    const { code, type } = loggableError(error);
    const kind = code ?? type;
    const log = this.failures.get(kind) ?? rateLimitedLog((line) => this.write('warn', line, 'database'));
    this.failures.set(kind, log);
    log(`The database cannot do its work now: ${errorLine(error)}`);
  }

  private write(
    level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal',
    message: unknown,
    context?: string,
  ) {
    if (message instanceof Error) this.pino[level]({ context, err: message }, errorLine(message));
    else this.pino[level]({ context }, String(message));
  }
}
