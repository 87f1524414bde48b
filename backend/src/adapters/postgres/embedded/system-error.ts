import { isNativeError } from 'node:util/types';

/** What the operating system declined, such as a file that is not there. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return isNativeError(error) && 'syscall' in error;
}

export function hasCode(error: unknown, code: string): boolean {
  return isSystemError(error) && error.code === code;
}
