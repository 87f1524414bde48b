import 'reflect-metadata';
import { useDatabase } from './adapters/postgres/use-database.js';
import { StartError } from './adapters/start-error.js';
import { Refusal } from './chat/refusal.js';
import { ConfigError } from './config/config-error.js';
import { loadConfig, loadEnvFiles } from './config.js';
import { accountErrands } from './errands/accounts.js';
import { deadLetterErrands } from './errands/dead-letters.js';
import type { Errand } from './errands/errand.js';
import { moderationErrands } from './errands/moderation-log.js';
import { loggableError } from './errors/loggable-error.js';

const ERRANDS: Readonly<Record<string, Errand>> = {
  ...accountErrands,
  ...moderationErrands,
  ...deadLetterErrands,
};
const USAGE = `npm run admin -- ${Object.entries(ERRANDS)
  .map(([verb, { takes }]) => `${verb} ${takes}`)
  .join(' | ')}`;

async function run([verb = '', ...words]: readonly string[]): Promise<string> {
  const errand = Object.hasOwn(ERRANDS, verb) ? ERRANDS[verb] : undefined;
  if (!errand) throw new StartError(`Usage: ${USAGE}`);
  const work = errand.prepare(words);
  if (!work) throw new StartError(`Usage: npm run admin -- ${verb} ${errand.takes}`);
  loadEnvFiles();
  const config = loadConfig(process.env);
  const { source, release } = await useDatabase(config.database, config.dataDir, console.log);
  try {
    return await work(source);
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
    const known = error instanceof StartError || error instanceof ConfigError || error instanceof Refusal;
    console.error(known ? error.message : JSON.stringify(loggableError(error), null, 2));
    process.exit(1);
  },
);
