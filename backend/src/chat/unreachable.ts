/** Codes of the network, and of a PostgreSQL that shuts down, starts or takes no more connections. */
const CODES = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  '53300',
  '57P01',
  '57P02',
  '57P03',
]);
/** What the driver says without a code when a connection goes or cannot be had. */
const MESSAGES =
  /connection terminated|connection timeout|timeout exceeded when trying to connect|client has encountered a connection error/i;

/** Whether an error means that the database cannot be reached now: no bug, and worth another try. */
export function isUnreachable(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const code = 'code' in error ? String(error.code) : '';
  const message = 'message' in error ? String(error.message) : '';
  return (
    CODES.has(code) ||
    // Class 08: connection exceptions.
    /^08[0-9A-Z]{3}$/.test(code) ||
    MESSAGES.test(message) ||
    causesOf(error).some((cause) => cause !== error && isUnreachable(cause))
  );
}

/** Those of the language, of an AggregateError, and of TypeORM. */
function causesOf(error: object): unknown[] {
  return [
    'cause' in error ? error.cause : null,
    'driverError' in error ? error.driverError : null,
    ...('errors' in error && Array.isArray(error.errors) ? error.errors : []),
  ];
}
