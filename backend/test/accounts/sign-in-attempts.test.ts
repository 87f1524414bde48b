import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { MemoryAttempts } from '../../src/adapters/memory/memory-attempts.js';
import { SignInAttempts } from '../../src/chat/accounts/sign-in-attempts.js';
import { Refusal } from '../../src/chat/refusal.js';
import { type House, openHouse } from '../support/house.js';

const PASSWORD = 'correct horse battery';
const HOME = '192.0.2.1';
const ELSEWHERE = '198.51.100.1';

/** Time passes when told so. */
const clock = { at: 1_000_000, now: () => clock.at };
let house: House;

beforeAll(async () => {
  house = await openHouse({ attempts: new MemoryAttempts(clock) });
  await house.register.run({ username: 'Olga', password: PASSWORD }, { address: HOME, local: false });
});
afterAll(() => house.close());

const logIn = (username: string, password: string, address: string) =>
  house.logIn.run({ username, password }, address).then(
    () => 'in',
    (error: unknown) => {
      if (error instanceof Refusal) return error.code;
      throw error;
    },
  );
/** The time one is told to wait; 0: one need not. */
const waitOf = (attempts: SignInAttempts, name: string, address: string) =>
  attempts.begin(name, address).then(
    () => 0,
    (error: unknown) => (error instanceof Refusal ? error.retryAfterMs : null),
  );

test('[K1] wrong passwords wait longer and longer, and a right one ends the waiting', async () => {
  for (let i = 0; i < 5; i += 1) expect(await logIn('Olga', 'wrong', HOME)).toBe('bad_credentials');
  // Also a right one, or else it would tell that it is one.
  expect(await logIn('olga', PASSWORD, HOME)).toBe('rate_limited');
  clock.at += 1_001;
  expect(await logIn('Olga', 'wrong', HOME)).toBe('bad_credentials');
  clock.at += 1_001;
  expect(await logIn('Olga', PASSWORD, HOME)).toBe('rate_limited');
  clock.at += 1_000;
  expect(await logIn('Olga', PASSWORD, HOME)).toBe('in');
  for (let i = 0; i < 5; i += 1) expect(await logIn('Olga', 'wrong', HOME)).toBe('bad_credentials');
});

test('[K2] whoever tries an account, the owner at another address still gets in, however many try', async () => {
  for (let i = 0; i < 150; i += 1) await logIn('Olga', 'wrong', `203.0.113.${i}`);
  expect(await logIn('Olga', 'wrong', '203.0.113.149')).toBe('rate_limited');
  expect(await logIn('Olga', PASSWORD, ELSEWHERE)).toBe('in');
}, 60_000);

test('[K1] names that nobody has wait like those of somebody', async () => {
  for (let i = 0; i < 5; i += 1) expect(await logIn('Nobody', 'wrong', ELSEWHERE)).toBe('bad_credentials');
  expect(await logIn('Nobody', 'wrong', ELSEWHERE)).toBe('rate_limited');
});

test('[K2] an account that many try gives each address one attempt before it waits', async () => {
  const attempts = new SignInAttempts(new MemoryAttempts(clock));
  for (let i = 0; i < 100; i += 1) expect(await waitOf(attempts, 'olga', `address-${i}`)).toBe(0);
  expect(await waitOf(attempts, 'olga', 'another')).toBe(0);
  expect(await waitOf(attempts, 'olga', 'another')).toBe(1_000);
});

test('[K3] one address that tries many accounts waits, a minute at most', async () => {
  const attempts = new SignInAttempts(new MemoryAttempts(clock));
  for (let i = 0; i < 50; i += 1) expect(await waitOf(attempts, `name-${i}`, HOME)).toBe(0);
  let longest = 0;
  for (let i = 0; i < 20; i += 1) {
    const wait = (await waitOf(attempts, `name-${50 + i}`, HOME)) ?? 0;
    longest = Math.max(longest, wait);
    clock.at += wait;
    expect(await waitOf(attempts, `name-${50 + i}`, HOME)).toBe(0);
  }
  expect(longest).toBe(60_000);
  expect(await waitOf(attempts, 'name-1', ELSEWHERE)).toBe(0);
});
