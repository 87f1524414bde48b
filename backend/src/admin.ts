import 'reflect-metadata';
import { PostgresAccountStore } from './adapters/postgres/account-store.js';
import { useDatabase } from './adapters/postgres/use-database.js';
import { StartError } from './adapters/start-error.js';
import { nameKey } from './chat/accounts/names.js';
import { ConfigError } from './config/config-error.js';
import { loadConfig, loadEnvFiles } from './config.js';

const ROLES = { grant: 'admin', revoke: 'member' } as const;
const USAGE = 'npm run admin -- grant NAME | revoke NAME';

/** Gives an account the administrator's role or takes it away, beside running instances or without any. */
async function run([verb = '', name = '']: readonly string[]): Promise<string> {
  if (!(verb === 'grant' || verb === 'revoke') || name === '') throw new StartError(`Usage: ${USAGE}`);
  loadEnvFiles();
  const config = loadConfig(process.env);
  const { source, release } = await useDatabase(config.database, config.dataDir, console.log);
  try {
    const role = ROLES[verb];
    const found = await new PostgresAccountStore(source).setRole(nameKey(name), role);
    if (!found) throw new StartError(`There is no account ${name}.`);
    return role === 'admin' ? `${name} is an administrator now.` : `${name} is no administrator any more.`;
  } finally {
    await release();
  }
}

run(process.argv.slice(2)).then(
  (done) => {
    console.log(done);
    process.exit(0);
  },
  (error: unknown) => {
    console.error(error instanceof StartError || error instanceof ConfigError ? error.message : error);
    process.exit(1);
  },
);
