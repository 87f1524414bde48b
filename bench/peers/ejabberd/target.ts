import { access, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SetUpError } from '@parley/testkit/set-up-error.js';
import type { Target } from '../../src/target/target.js';
import { onPath } from '../target/on-path.js';
import { ejabberdConfiguration, ROOMS } from './configuration.js';
import { ejabberdDialect } from './dialect.js';

const SCHEMA = '/usr/share/ejabberd/sql/pg.sql';
const database = 'ejabberd';
const BEGIN = '{ok, _} = application:ensure_all_started(ejabberd), io:format("ejabberd is ready~n").';

/** XMPP's best known server, in Erlang: its rooms, with an archive in PostgreSQL. */
export const ejabberd: Target = {
  name: 'ejabberd',
  title: 'ejabberd',
  // It tells a message even where its archive failed to take it.
  keeps: 'table',
  alone: true,
  missing: async () =>
    (await find()) === null
      ? 'there is no ejabberd with its schema for PostgreSQL (ejabberd, erlang-p1-pgsql).'
      : null,
  dialect: ejabberdDialect,
  async start(environment) {
    const found = await find();
    if (!found) throw new SetUpError('ejabberd is not installed.');
    const env = await environment.variables(database);
    await environment.postgres.with(async (client) => {
      const { rowCount } = await client.query("SELECT FROM pg_tables WHERE tablename = 'archive'");
      if (rowCount === 0) await client.query(found.schema);
    }, database);
    const [port = 0] = await environment.ports(1);
    const directory = await mkdtemp(join(environment.directory, 'ejabberd-'));
    const file = join(directory, 'ejabberd.yml');
    const { username, password, port: databasePort } = environment.postgres;
    const where = { host: '127.0.0.1', port: databasePort, username, password, name: database };
    await writeFile(file, ejabberdConfiguration({ port, database: where }));
    const mnesia = ['-mnesia', 'dir', JSON.stringify(join(directory, 'mnesia'))];
    const program = await environment.run({
      name: 'ejabberd',
      command: found.erlang,
      // As its own start script has it, but for the name: an Erlang that has none leaves no helper behind.
      args: ['+K', 'true', '+P', '250000', '-noinput', ...mnesia, '-eval', BEGIN],
      env: {
        PATH: env.PATH ?? '',
        HOME: directory,
        ERL_LIBS: found.libraries,
        ERL_MAX_PORTS: '32000',
        ERL_CRASH_DUMP_SECONDS: '0',
        EJABBERD_CONFIG_PATH: file,
        EJABBERD_LOG_PATH: join(directory, 'ejabberd.log'),
      },
      ready: /ejabberd is ready/,
    });
    return {
      programs: [program],
      ports: [port],
      admit: async (count) => Array.from({ length: count }, (_, n) => `guest-${n + 1}`),
      stored: (rooms) =>
        environment.postgres.with(async (client) => {
          const text = 'SELECT count(*) FROM archive WHERE username = ANY($1)';
          const names = rooms.map((room) => `${room}@${ROOMS}`);
          const { rows } = await client.query<{ count: number }>(text, [names]);
          return rows[0]?.count ?? 0;
        }, database),
      stop: () => program.stop(),
    };
  },
};

/** Where Erlang is, ejabberd's libraries and its tables, or null. */
async function find(): Promise<{ erlang: string; libraries: string; schema: string } | null> {
  const [erlang, control] = await Promise.all([onPath('erl'), onPath('ejabberdctl')]);
  if (!erlang || !control) return null;
  const script = await readFile(control, 'utf8');
  const [, libraries] = /^(?:export )?ERL_LIBS='?([^'\n]+)'?$/m.exec(script) ?? [];
  if (!libraries) return null;
  return access(SCHEMA).then(
    async () => ({ erlang, libraries, schema: await readFile(SCHEMA, 'utf8') }),
    () => null,
  );
}
