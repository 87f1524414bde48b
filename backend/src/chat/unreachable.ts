/** Codes of the network, and of a PostgreSQL that shuts down, starts or takes no more connections. */
const CODES = new Set([
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
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  const causes = [
    error.cause,
    ...('driverError' in error ? [error.driverError] : []),
    ...(error instanceof AggregateError ? error.errors : []),
  ];
  return (
    CODES.has(code) ||
    // Class 08: connection exceptions.
    /^08[0-9A-Z]{3}$/.test(code) ||
    MESSAGES.test(error.message) ||
    causes.some((cause) => cause !== error && isUnreachable(cause))
  );
}
