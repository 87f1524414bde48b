import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type House, openHouse } from '../support/house.js';

const here = { address: '127.0.0.1', local: true };
const afar = { address: '192.0.2.1', local: false };

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

async function roleOf(username: string, client: typeof here): Promise<string> {
  return (await house.register.run({ username, password: 'long enough' }, client)).user.role;
}

test('the first account of an empty server is its administrator when it registers on the same machine', async () => {
  expect(await roleOf('owner', here)).toBe('admin');
  expect(await roleOf('second', here)).toBe('member');
});

test('a stranger who comes first is a member, and so is whoever comes next', async () => {
  expect(await roleOf('stranger', afar)).toBe('member');
  expect(await roleOf('owner', here)).toBe('member');
});

test('a guest who came before takes nothing from the first account', async () => {
  await house.enterAsGuest.run({ username: 'guest' }, here.address);
  expect(await roleOf('owner', here)).toBe('admin');
});

test('of many who register at once exactly one is the administrator', async () => {
  const roles = await Promise.all(Array.from({ length: 8 }, (_, i) => roleOf(`rival-${i + 2}`, here)));
  expect(roles.filter((role) => role === 'admin')).toHaveLength(1);
});
