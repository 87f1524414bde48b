/** Codes of the network. */
const NETWORK = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

/**
 * SQLSTATEs by which PostgreSQL says that it cannot do this now, whatever it was asked. Classes: 08 connections, 28 who may
 * come in, 53 no disk, memory or connection left, 57 shut down, cancelled or timed out, 58 its system failed. Single ones: a
 * database that is gone, one that takes no writes, transactions that others or a timeout ended, and locks that others hold.
 */
const SQLSTATE =
  /^(?:(?:08|28|53|57|58)[0-9A-Z]{3}|3D000|25006|25P03|25P04|40001|40003|40P01|55006|55P03|72000)$/;

/** What the driver says without a code when a connection goes, cannot be had, or says nothing. */
const MESSAGES =
  /connection terminated|connection timeout|timeout exceeded when trying to connect|client has encountered a connection error|query read timeout|cannot use a pool after calling end|client was closed/i;

/** Whether an error means that the database cannot do its work now: no bug, and worth another try. */
export function isUnavailable(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (NETWORK.has(code) || SQLSTATE.test(code)) return true;
  // What PostgreSQL says itself has a code, and may quote what people write.
  const message = code === '' && 'message' in error ? String(error.message) : '';
  return MESSAGES.test(message) || causesOf(error).some((cause) => cause !== error && isUnavailable(cause));
}

/** Those of the language, of an AggregateError, and of TypeORM. */
function causesOf(error: object): unknown[] {
  return [
    'cause' in error ? error.cause : null,
    'driverError' in error ? error.driverError : null,
    ...('errors' in error && Array.isArray(error.errors) ? error.errors : []),
  ];
}
