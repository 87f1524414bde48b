/** What a log may hold of an error. */
export interface LoggableError {
  type: string;
  /** Absent where it may quote what people write. */
  message?: string;
  stack?: string;
  code?: string;
  severity?: string;
  schema?: string;
  table?: string;
  column?: string;
  constraint?: string;
  routine?: string;
  syscall?: string;
  cause?: LoggableError;
}

const NAMES = ['code', 'severity', 'schema', 'table', 'column', 'constraint', 'routine', 'syscall'] as const;
/** Names and codes are short, and on one line. */
const NAME = /^[\w$.-]{1,128}$/;
/** Of the errors of an AggregateError the first tells enough, and causes have causes. */
const DEPTH = 3;

/**
 * An error as a log may hold it. By an allow-list: errors of PostgreSQL, of Redis and of what reads bodies carry the
 * parameters of a statement, the row it failed at, the arguments of a command or the text they could not read, and
 * so do their messages. Of those their names and codes are told, and where they were thrown.
 */
export function loggableError(error: unknown, depth = DEPTH): LoggableError {
  if (!(error instanceof Error)) return { type: error === null ? 'null' : typeof error };
  const told: LoggableError = { type: error.constructor.name };
  for (const name of NAMES) {
    const value: unknown = Reflect.get(error, name);
    if (typeof value === 'string' && NAME.test(value)) told[name] = value;
  }
  // Redis begins what it says with a word for programs, as `OOM` and `READONLY`.
  const [, word] = (isOfStore(error) && /^([A-Z]{2,16}) /.exec(error.message)) || [];
  if (word !== undefined) told.code ??= word;
  if (!mayQuote(error)) told.message = error.message;
  const stack = framesOf(error);
  if (stack) told.stack = stack;
  const cause = error.cause ?? ('errors' in error && Array.isArray(error.errors) ? error.errors[0] : null);
  if (cause instanceof Error && depth > 1) told.cause = loggableError(cause, depth - 1);
  return told;
}

/** In one line, for where a log takes lines. */
export function errorLine(error: unknown): string {
  const { type, code, table, constraint, routine, message } = loggableError(error);
  const names = [code, table, constraint, routine].filter((name) => name !== undefined);
  return [type, ...names, ...(message === undefined ? [] : [message])].join(' ');
}

/** Whether the message is made of what a client sent: by what such errors carry besides it, and by their kind. */
function mayQuote(error: Error): boolean {
  const carries = ['severity', 'query', 'parameters', 'driverError', 'command', 'body', 'input', 'issues'];
  return carries.some((name) => name in error) || error instanceof SyntaxError || isOfStore(error);
}

function isOfStore(error: Error): boolean {
  for (let one: unknown = error.constructor; typeof one === 'function'; one = Object.getPrototypeOf(one)) {
    if (['TypeORMError', 'DatabaseError', 'ReplyError', 'RedisError'].includes(one.name)) return true;
  }
  return false;
}

/** Without the message, which stands before them. One that is not where it belongs may be anywhere. */
function framesOf({ stack = '', name, message }: Error): string {
  const at = message === '' ? stack.indexOf(name) + name.length : stack.indexOf(message) + message.length;
  if (!stack.includes(message)) return '';
  return stack
    .slice(at)
    .split('\n')
    .filter((line) => /^\s+at \S/.test(line))
    .join('\n');
}
