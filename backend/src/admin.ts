import 'reflect-metadata';
import { PostgresAccountStore } from './adapters/postgres/account-store.js';
import { useDatabase } from './adapters/postgres/use-database.js';
import { StartError } from './adapters/start-error.js';
import { nameKey } from './chat/accounts/names.js';
import type { AccountStore } from './chat/stores/account-store.js';
import { ConfigError } from './config/config-error.js';
import { loadConfig, loadEnvFiles } from './config.js';

const USAGE = 'npm run admin -- grant NAME | revoke NAME | disable NAME | enable NAME';

interface Errand {
  /** False without such an account. */
  run(accounts: AccountStore, nameKey: string): Promise<boolean>;
  /** Behind the name. */
  done: string;
}

const ERRANDS: Readonly<Record<string, Errand>> = {
  grant: { run: (accounts, key) => accounts.setRole(key, 'admin'), done: 'is an administrator now.' },
  revoke: { run: (accounts, key) => accounts.setRole(key, 'member'), done: 'is no administrator any more.' },
  disable: { run: (accounts, key) => accounts.setDisabled(key, true), done: 'is disabled and signed out.' },
  enable: { run: (accounts, key) => accounts.setDisabled(key, false), done: 'may sign in again.' },
};

/** Changes an account, beside running instances, which see it within seconds, or without any. */
async function run([verb = '', name = '']: readonly string[]): Promise<string> {
  const errand = Object.hasOwn(ERRANDS, verb) ? ERRANDS[verb] : undefined;
  if (!errand || name === '') throw new StartError(`Usage: ${USAGE}`);
  loadEnvFiles();
  const config = loadConfig(process.env);
  const { source, release } = await useDatabase(config.database, config.dataDir, console.log);
  try {
    const found = await errand.run(new PostgresAccountStore(source), nameKey(name));
    if (!found) throw new StartError(`There is no account ${name}.`);
    return `${name} ${errand.done}`;
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
