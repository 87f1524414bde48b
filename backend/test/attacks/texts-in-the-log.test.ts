import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { startCluster, type TestCluster } from '../support/instances.js';
import { call, Talker } from '../support/talker.js';

const TEXT = 'canary-text-of-a-message';
const ROOM = 'Canary name of a room';
const PASSWORD = 'canary-password';
/** What no line may hold, nor what PostgreSQL and its drivers say when they quote. */
const QUOTES = /canary|\$argon2id\$|Failing row|Key \(|"parameters"|"query"|"detail"|"where"/i;

let cluster: TestCluster;
let database: pg.Client;
let ann: Talker;
let roomId: string;
let seq: number;
let refreshToken: string;

beforeAll(async () => {
  const env = { LOG_LEVEL: 'trace', RATE_LIMITS: 'off' };
  cluster = await startCluster({ instances: 1, redis: false, env });
  const { username: user, ...address } = cluster.database.address;
  database = new pg.Client({ ...address, user });
  await database.connect();
  await database.query(FAILING);
  ann = await Talker.register(cluster.url, 'ann');
  refreshToken = ann.signedIn?.refreshToken ?? '';
  ({ id: roomId } = await ann.do('create_room', { kind: 'private', name: ROOM }));
  ({ seq } = await ann.do('send_message', { roomId, message: TEXT }));
}, 40_000);
afterAll(async () => {
  ann.close();
  await database.end();
  await cluster.stop();
});

/** Whatever is written fails as `failing` has it, and the error quotes the row wherever an error can. */
const FAILING = `
  CREATE TABLE failing (state text);
  CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE v_state text := (SELECT state FROM failing);
  BEGIN
    IF v_state IS NOT NULL THEN
      RAISE EXCEPTION USING ERRCODE = v_state, MESSAGE = 'canary ' || NEW::text, DETAIL = 'Failing row contains ' || NEW::text,
        HINT = NEW::text;
    END IF;
    RETURN NEW;
  END $$;
  ${['messages', 'rooms', 'users', 'members', 'refresh_tokens']
    .map(
      (table) =>
        `CREATE TRIGGER fail BEFORE INSERT OR UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION fail();`,
    )
    .join('\n')}`;

/** Everything that writes, and the code it is answered with. */
async function everyWrite(): Promise<Record<string, string>> {
  const post = (path: string, body: object) => call(cluster.url, 'POST', path, ann.signedIn, body);
  const replies = {
    send_message: ann.ask('send_message', { roomId, message: TEXT }),
    edit_message: ann.ask('edit_message', { roomId, seq, message: `${TEXT}, edited` }),
    delete_message: ann.ask('delete_message', { roomId, seq }),
    create_room: ann.ask('create_room', { kind: 'private', name: ROOM }),
    update_room: ann.ask('update_room', { roomId, topic: TEXT }),
    mark_read: ann.ask('mark_read', { roomId, seq }),
    register: post('/api/auth/register', { username: `canary${Math.random()}`, password: PASSWORD }),
    guest: post('/api/auth/guest', { username: 'Canary' }),
    login: post('/api/auth/login', { username: 'ann', password: 'correct horse' }),
    password: post('/api/me/password', { oldPassword: 'correct horse', newPassword: PASSWORD }),
    refresh: post('/api/auth/refresh', { refreshToken }),
  };
  const codes = await Promise.all(
    Object.entries(replies).map(async ([name, reply]) => [name, codeOf(await reply)] as const),
  );
  return Object.fromEntries(codes);
}

function codeOf(reply: unknown): string {
  const { body = reply } = reply as { body?: unknown };
  return (body as { error?: { code: string } }).error?.code ?? 'ok';
}

const all = (codes: Record<string, string>, code: string) =>
  Object.fromEntries(Object.keys(codes).map((name) => [name, code]));

async function whileItFails(state: string): Promise<Record<string, string>> {
  await database.query('INSERT INTO failing VALUES ($1)', [state]);
  try {
    return await everyWrite();
  } finally {
    await database.query('DELETE FROM failing');
  }
}

const quoted = () =>
  cluster.instances[0]
    ?.output()
    .split('\n')
    .filter((line) => QUOTES.test(line));

test.each([
  ['no room on the disk', '53100'],
  ['no memory', '53200'],
  ['a statement that took too long', '57014'],
  ['a lock that others hold', '55P03'],
  ['a deadlock', '40P01'],
  ['two transactions that cannot both be', '40001'],
  ['a disk that fails', '58030'],
  ['a server that takes no writes', '25006'],
  ['a connection that broke', '08006'],
])('[S7] %s (%s) is unavailable to whoever writes, and quotes nobody in the log', async (_, state) => {
  const codes = await whileItFails(state);
  expect(codes).toEqual(all(codes, 'unavailable'));
  expect(cluster.instances[0]?.output()).toContain(state);
  expect(quoted()).toEqual([]);
});

test.each([
  ['a row that breaks a rule', '23514'],
  ['a row that is there already', '23505'],
  ['a bug in a function', 'P0001'],
  ['a bug of the server', 'XX000'],
])('%s (%s) is a bug, told in the log by names and codes alone', async (_, state) => {
  const codes = await whileItFails(state);
  expect(codes).toEqual(all(codes, 'internal'));
  expect(cluster.instances[0]?.output()).toContain(`"code":"${state}"`);
  expect(quoted()).toEqual([]);
});

test('[S7] a row that somebody else has locked keeps an edit waiting for 2 s, then it is unavailable', async () => {
  await database.query('BEGIN');
  try {
    await database.query('SELECT FROM rooms WHERE id = $1 FOR UPDATE', [roomId]);
    const began = performance.now();
    const edit = await ann.ask('edit_message', { roomId, seq, message: `${TEXT}, later` });
    expect(codeOf(edit)).toBe('unavailable');
    expect(performance.now() - began).toBeLessThan(5_000);
  } finally {
    await database.query('ROLLBACK');
  }
  expect(quoted()).toEqual([]);
});

test('[S7] a backend that is killed while it writes is unavailable', async () => {
  await database.query('BEGIN');
  await database.query('SELECT FROM rooms WHERE id = $1 FOR UPDATE', [roomId]);
  const edit = ann.ask('edit_message', { roomId, seq, message: `${TEXT}, too` });
  const kill = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  for (let killed = 0; killed === 0; ) killed = (await database.query(kill)).rowCount ?? 0;
  await database.query('ROLLBACK');
  expect(codeOf(await edit)).toBe('unavailable');
  expect(quoted()).toEqual([]);
});

test('[S7] a database that takes no writes is no ready instance, and works again by itself', async () => {
  const { database: name } = cluster.database.address;
  const readOnly = async (on: boolean) => {
    await database.query('SET default_transaction_read_only = off');
    await database.query(
      `ALTER DATABASE ${name} ${on ? 'SET default_transaction_read_only = on' : 'RESET ALL'}`,
    );
    // Connections keep what they began with.
    await database.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
  };
  const ready = async () => (await call(cluster.url, 'GET', '/health/ready', null)).status;
  await readOnly(true);
  const codes = await everyWrite();
  expect(codes).toEqual(all(codes, 'unavailable'));
  await expect(ready()).resolves.toBe(503);
  await readOnly(false);
  for (let code = ''; code !== 'ok'; )
    code = codeOf(await ann.ask('send_message', { roomId, message: TEXT }));
  for (let status = 0; status !== 200; ) status = await ready();
  expect(quoted()).toEqual([]);
});
