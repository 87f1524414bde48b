import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { MemoryRateLimit } from '../../src/adapters/memory/memory-rate-limit.js';
import { nameKey } from '../../src/chat/accounts/names.js';
import { RATES } from '../../src/chat/ports/rate-limit.js';
import { eventually } from '../support/eventually.js';
import { type House, openHouse } from '../support/house.js';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

let people = 0;
/** A guest who has just come in. */
const enter = async () => house.enterAsGuest.run({ username: `Guest ${++people}` }, '192.0.2.1');
const renew = (token: string) => house.renewSession.run(token);
const sql = <T>(text: string, values: unknown[] = []): Promise<T[]> =>
  house.database.source.query(text, values);

/** So long passes between what was done so far and what comes now. */
const pass = (ms: number) =>
  sql(
    `UPDATE refresh_tokens SET used_at = used_at - $1 * interval '1 millisecond',
                               succeeded_at = succeeded_at - $1 * interval '1 millisecond'`,
    [ms],
  );

const sessionOf = async (accessToken: string) => (await house.identify.run(accessToken)).sessionId;

/** How many tokens of a session could still be changed for others. */
async function living(sessionId: string): Promise<number> {
  const rows = await sql<{ count: number }>(
    `SELECT count(*)::int AS count FROM refresh_tokens
     WHERE session_id = $1 AND used_at IS NULL AND revoked_at IS NULL`,
    [sessionId],
  );
  return rows[0]?.count ?? 0;
}

const ended = { code: 'session_ended' };
const LATER_MS = 61_000;

test('[A21] twenty who renew by one token at once are given one successor, and all go on', async () => {
  const { refreshToken, accessToken } = await enter();
  const renewed = await Promise.all(Array.from({ length: 20 }, () => renew(refreshToken)));
  expect(new Set(renewed.map((one) => one.refreshToken)).size).toBe(1);
  expect(await living(await sessionOf(accessToken))).toBe(1);
  const next = await Promise.all(renewed.map((one) => renew(one.refreshToken)));
  for (const one of next) await expect(house.identify.run(one.accessToken)).resolves.toBeDefined();
  expect(await living(await sessionOf(accessToken))).toBe(1);
});

test('[A21] an answer that was lost is given once more: the same at once, another one later', async () => {
  const { refreshToken, accessToken } = await enter();
  const lost = await renew(refreshToken);
  expect((await renew(refreshToken)).refreshToken).toBe(lost.refreshToken);
  for (let times = 0; times < 3; times += 1) {
    await pass(LATER_MS);
    const again = await renew(refreshToken);
    expect(again.refreshToken).not.toBe(lost.refreshToken);
    expect(await living(await sessionOf(accessToken))).toBe(1);
  }
  const { refreshToken: next } = await renew(refreshToken);
  await expect(renew(next)).resolves.toBeDefined();
});

test('[A21] a token whose successor was used ends the session, its tokens and its sockets', async () => {
  const { refreshToken, accessToken } = await enter();
  const sessionId = await sessionOf(accessToken);
  const first = await renew(refreshToken);
  const second = await renew(first.refreshToken);
  await expect(renew(refreshToken)).rejects.toMatchObject(ended);
  await eventually(
    () =>
      house.controlEvents.filter((it) => it.about === 'session_ended' && it.sessionId === sessionId).length,
    (count) => count === 1,
  );
  await expect(renew(second.refreshToken)).rejects.toMatchObject(ended);
  await expect(house.identify.run(second.accessToken)).rejects.toMatchObject(ended);
});

test('[A21] a successor whose place another one took ends the session: two have what only one was given', async () => {
  const { refreshToken } = await enter();
  const thiefs = await renew(refreshToken);
  await pass(LATER_MS);
  const mine = await renew(refreshToken);
  await expect(renew(thiefs.refreshToken)).rejects.toMatchObject(ended);
  await expect(renew(mine.refreshToken)).rejects.toMatchObject(ended);
});

test('a token that an older version of the server changed may be shown again for a while, and no longer', async () => {
  const { refreshToken } = await enter();
  const beforeUpgrade = (ago: string) =>
    sql(
      `UPDATE refresh_tokens SET used_at = now() - $1::interval
       WHERE session_id = (SELECT id FROM sessions ORDER BY created_at DESC LIMIT 1) AND successor IS NULL`,
      [ago],
    );
  await beforeUpgrade('5 seconds');
  await expect(renew(refreshToken)).resolves.toBeDefined();
  const other = await enter();
  await beforeUpgrade('2 minutes');
  await expect(renew(other.refreshToken)).rejects.toMatchObject(ended);
});

test('finds no token in the database that could be used', async () => {
  const { refreshToken } = await enter();
  const { refreshToken: next } = await renew(refreshToken);
  const rows = await sql<{ hash: Buffer }>('SELECT hash FROM refresh_tokens');
  const kept = rows.map(({ hash }) => hash.toString('base64url'));
  for (const token of [refreshToken, next]) expect(kept).not.toContain(token);
  expect(rows.every(({ hash }) => hash.length === 32)).toBe(true);
});

/** Does `what` in a transaction that is not over before `meanwhile` waits for it, or is done. */
async function during(
  what: string,
  values: unknown[],
  meanwhile: () => Promise<unknown>,
): Promise<PromiseSettledResult<unknown>> {
  const runner = house.database.source.createQueryRunner();
  try {
    await runner.startTransaction();
    await runner.query(what, values);
    let isDone = false;
    const result = Promise.allSettled([meanwhile()]).then(([one]) => {
      isDone = true;
      return one as PromiseSettledResult<unknown>;
    });
    await eventually(
      async () => {
        const waiting = await sql(
          "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
        );
        return isDone || waiting.length > 0;
      },
      (isSettled) => isSettled,
    );
    await runner.commitTransaction();
    return await result;
  } finally {
    await runner.release();
  }
}

test.each([
  ['changes the password', "password_hash = 'another'"],
  ['ends the account', 'disabled_at = now()'],
])('nobody gets in behind a transaction that %s and is not over yet', async (_, change) => {
  const { user } = await house.register.run(
    { username: `Late.${++people}`, password: 'correct horse' },
    { address: '192.0.2.1', local: false },
  );
  const proved = await house.accounts.findForLogin(nameKey(user.username));
  const opening = await during(`UPDATE users SET ${change} WHERE id = $1`, [user.id], () =>
    house.opener.open(user, { passwordHash: proved?.passwordHash ?? '' }),
  );
  expect(opening).toMatchObject({ status: 'rejected', reason: { code: 'bad_credentials' } });
});

test('nobody renews a session that a transaction ends which is not over yet', async () => {
  const { refreshToken, accessToken } = await enter();
  const renewing = await during(
    'UPDATE sessions SET ended_at = clock_timestamp() WHERE id = $1',
    [await sessionOf(accessToken)],
    () => renew(refreshToken),
  );
  expect(renewing).toMatchObject({ status: 'rejected', reason: ended });
});

test('from one address sessions are renewed so often and not more', async () => {
  const strict = await openHouse({
    limit: new MemoryRateLimit({ ...RATES, renew: { ...RATES.renew, points: 3 } }),
  });
  try {
    const from = (address: string) => strict.renewSession.run('none', { address, device: null });
    for (let times = 0; times < 3; times += 1) await expect(from('192.0.2.7')).rejects.toMatchObject(ended);
    await expect(from('192.0.2.7')).rejects.toMatchObject({ code: 'rate_limited' });
    await expect(from('192.0.2.8')).rejects.toMatchObject(ended);
  } finally {
    await strict.close();
  }
});
