import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isNativeError } from 'node:util/types';
import { ConfigError } from './config-error.js';

/**
 * The secret of a development system, made by the first start and kept in `<dataDir>/secret`.
 *
 * @throws ConfigError when the data directory cannot be used
 */
export function keptSecret(dataDir: string): string {
  const path = join(dataDir, 'secret');
  try {
    mkdirSync(dataDir, { recursive: true });
    if (!existsSync(path)) makeSecret(path);
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    const reason = isNativeError(error) && 'code' in error ? error.code : error;
    throw new ConfigError([`DATA_DIR ${dataDir} must be a directory this user can write to (${reason})`]);
  }
}

/** Instances that start together must agree on one secret, whole: it is written aside, and the first link wins. */
function makeSecret(path: string): void {
  const aside = `${path}.${process.pid}`;
  writeFileSync(aside, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 });
  try {
    linkSync(aside, path);
  } catch (error) {
    if (!existsSync(path)) throw error;
  } finally {
    unlinkSync(aside);
  }
}
