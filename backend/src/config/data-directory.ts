import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { isNativeError } from 'node:util/types';
import { ConfigError } from './config-error.js';

/** @throws ConfigError when there is no such directory and none can be made, or this user cannot write to it */
export function requireDataDirectory(path: string): void {
  try {
    makeDirectory(path);
    if (!statSync(path).isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR' });
    accessSync(path, constants.W_OK);
  } catch (error) {
    const reason = isNativeError(error) && 'code' in error ? error.code : error;
    throw new ConfigError([`DATA_DIR ${path} must be a directory this user can write to (${reason})`]);
  }
}

/** Step by step: Node's own `recursive` never returns where the system denies that a parent exists, as /proc does. */
function makeDirectory(path: string): void {
  if (existsSync(path)) return;
  makeDirectory(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another start was quicker.
    if (!existsSync(path)) throw error;
  }
}
