import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { nameKey } from '../../src/chat/accounts/names.js';
import { eventually } from '../support/eventually.js';
import { type House, openHouse } from '../support/house.js';

const PASSWORD = 'correct horse battery';
const afar = { address: '192.0.2.1', local: false };

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const register = (username: string) => house.register.run({ username, password: PASSWORD }, afar);
const logIn = (username: string, password = PASSWORD) =>
  house.logIn.run({ username, password }, afar.address);
const enter = (username: string) => house.enterAsGuest.run({ username }, afar.address);
const endingsOf = (sessionId: string) =>
  house.controlEvents.filter((event) => event.about === 'session_ended' && event.sessionId === sessionId);

describe('registering', () => {
  test('makes an account that is signed in and a member of general', async () => {
    const { user, accessToken } = await register('Anna');
    expect(user).toMatchObject({ username: 'Anna', kind: 'account', role: 'member' });
    expect(await house.identify.run(accessToken)).toMatchObject({ ...user, sessionId: expect.any(String) });
    expect(await house.rooms.roomFor(user.id, 'general')).toMatchObject({ role: 'member' });
  });

  test('keeps a hash by Argon2id and never the password', async () => {
    await register('Hashed');
    const stored = await house.accounts.findForLogin(nameKey('Hashed'));
    expect(stored?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  test.each([
    ['vera', 'VERA'],
    ['Kate', 'КАТЕ'],
    ['lion', 'Ii0n'],
  ])('is refused, once there is %s, for %s', async (name, lookAlike) => {
    await register(name);
    await expect(register(lookAlike)).rejects.toMatchObject({ code: 'name_taken' });
  });

  test('gives a name to one of two who ask for it at once', async () => {
    const both = await Promise.allSettled([register('Contested'), register('c0ntested')]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = both.find((one) => one.status === 'rejected');
    expect(refused).toMatchObject({ reason: { code: 'name_taken' } });
  });
});

describe('logging in', () => {
  beforeAll(async () => void (await register('Bob')));

  test('takes the name in any case', async () => {
    expect((await logIn('bOB')).user.username).toBe('Bob');
  });

  test.each([
    ['a wrong password', 'Bob', 'wrong'],
    ['an unknown name', 'Nobody', PASSWORD],
    ['a name that cannot be one', 'Bob\u0000', PASSWORD],
    ['a lone surrogate', '\ud800', PASSWORD],
  ])('answers %s alike', async (_, username, password) => {
    await expect(logIn(username, password)).rejects.toMatchObject({
      code: 'bad_credentials',
      message: 'The name or the password is wrong.',
    });
  });

  test('takes an unknown name as much work as a wrong password', async () => {
    const known: number[] = [];
    const unknown: number[] = [];
    for (let i = 0; i < 7; i += 1) {
      known.push(await millisecondsOf(() => logIn('Bob', 'wrong')));
      unknown.push(await millisecondsOf(() => logIn('Nobody', 'wrong')));
    }
    const ratio = median(unknown) / median(known);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });
});

describe('whoever has just proved to know the password', () => {
  test.each([
    ['a change of the password', (id: string) => setUser(id, `password_hash = 'another'`)],
    ['the end of the account', (id: string) => setUser(id, 'disabled_at = now()')],
  ])('does not get in behind %s', async (_, change) => {
    const { user } = await register(`Late.${randomUUID().slice(0, 8)}`);
    const proved = await house.accounts.findForLogin(nameKey(user.username));
    // It happens between the proof and the beginning of the session.
    await change(user.id);
    await expect(house.opener.open(user, { passwordHash: proved?.passwordHash ?? '' })).rejects.toMatchObject(
      {
        code: 'bad_credentials',
      },
    );
  });
});

const setUser = (id: string, what: string) =>
  house.database.source.query(`UPDATE users SET ${what} WHERE id = $1`, [id]);

describe('guests', () => {
  test('may share a name, and are marked as guests', async () => {
    const [one, two] = [await enter('Visitor'), await enter('Visitor')];
    expect(one.user).toMatchObject({ username: 'Visitor', kind: 'guest' });
    expect(two.user.id).not.toBe(one.user.id);
  });

  test('may not look like an account', async () => {
    await register('Carla');
    await expect(enter('CARLA')).rejects.toMatchObject({ code: 'name_taken' });
  });

  test('keep their name from accounts as long as they have a session', async () => {
    const { refreshToken } = await enter('Dora');
    await expect(register('dora')).rejects.toMatchObject({ code: 'name_taken' });
    await house.logOut.byRefreshToken(refreshToken);
    await expect(register('dora')).resolves.toMatchObject({ user: { username: 'dora' } });
  });

  test('are refused where the server takes none', async () => {
    const closed = await openHouse({ guests: false });
    try {
      const entering = closed.enterAsGuest.run({ username: 'Visitor' }, afar.address);
      await expect(entering).rejects.toMatchObject({ code: 'guests_off' });
    } finally {
      await closed.close();
    }
  });
});

describe('renewing', () => {
  test('gives new tokens for the same session', async () => {
    const first = await register('Emil');
    const second = await house.renewSession.run(first.refreshToken);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect(second.user).toEqual(first.user);
    const [before, after] = [
      await house.identify.run(first.accessToken),
      await house.identify.run(second.accessToken),
    ];
    expect(after.sessionId).toBe(before.sessionId);
  });

  test('is refused with a token that expired or never was', async () => {
    const { refreshToken } = await register('Late');
    await house.database.source.query(
      `UPDATE refresh_tokens SET expires_at = now() - interval '1 second'
       WHERE session_id IN (SELECT s.id FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.username = 'Late')`,
    );
    await expect(house.renewSession.run(refreshToken)).rejects.toMatchObject({ code: 'session_ended' });
    await expect(house.renewSession.run('never-was')).rejects.toMatchObject({ code: 'session_ended' });
  });
});

describe('logging out', () => {
  test('ends the session and tells every instance, once', async () => {
    const { accessToken, refreshToken } = await register('Frieda');
    const { sessionId } = await house.identify.run(accessToken);
    await house.logOut.bySession(sessionId);
    await house.logOut.bySession(sessionId);
    await house.logOut.byRefreshToken(refreshToken);
    // Control events arrive in order: when a later one is here, so are all before it.
    const later = await house.identify.run((await register('Fritz')).accessToken);
    await house.logOut.bySession(later.sessionId);
    await eventually(
      () => endingsOf(later.sessionId).length,
      (count) => count === 1,
    );
    expect(endingsOf(sessionId)).toHaveLength(1);
    await expect(house.identify.run(accessToken)).rejects.toMatchObject({ code: 'session_ended' });
    await expect(house.renewSession.run(refreshToken)).rejects.toMatchObject({ code: 'session_ended' });
  });

  test('leaves the other sessions of the same person alone', async () => {
    const here = await register('Greta');
    const there = await logIn('Greta');
    await house.logOut.byRefreshToken(here.refreshToken);
    await expect(house.identify.run(there.accessToken)).resolves.toMatchObject({ username: 'Greta' });
  });
});

describe('people', () => {
  test('are found by any part of their name, in any case, with wildcards meaning themselves', async () => {
    await register('Heide.Marie');
    const me = { id: randomUUID() };
    const find = async (query: string) => (await house.searchPeople.run(me, { query, limit: 50 })).users;
    expect(await find('de.mar')).toEqual([
      expect.objectContaining({ username: 'Heide.Marie', online: false }),
    ]);
    expect(await find('%')).toEqual([]);
  });

  test('are told as online while they hold a lease', async () => {
    const { user } = await register('Ilse');
    await house.presence.hold([{ place: '*', userId: user.id, connection: 'a/1' }]);
    const found = await house.searchPeople.run({ id: user.id }, { query: 'Ilse', limit: 50 });
    expect(found).toEqual({ users: [{ ...user, online: true }], hasMore: false });
  });

  test('get a role by name, and guests get none', async () => {
    const { user } = await register('Jo');
    await enter('Karl');
    expect(await house.accounts.setRole(nameKey('jo'), 'admin')).toBe(true);
    expect(await house.accounts.find(user.id)).toMatchObject({ role: 'admin' });
    expect(await house.accounts.setRole(nameKey('Karl'), 'admin')).toBe(false);
  });
});

async function millisecondsOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work().catch(() => undefined);
  return performance.now() - start;
}

function median(numbers: number[]): number {
  return numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
