import { expect, type BrowserContextOptions as Options, request } from '@playwright/test';

/** What a browser keeps whose user has just registered: the cookie, and who it is, which the page itself remembers. */
export async function registered(url: string, name: string): Promise<NonNullable<Options['storageState']>> {
  const api = await request.newContext({ baseURL: url });
  const response = await api.post('/api/auth/register', {
    data: { username: name, password: `a password of ${name}`, session: 'cookie' },
  });
  expect(response.status(), await response.text()).toBe(201);
  const { user } = await response.json();
  const { cookies } = await api.storageState();
  await api.dispose();
  const session = { name: 'parley.session', value: JSON.stringify({ user, refreshToken: null }) };
  return { cookies, origins: [{ origin: url, localStorage: [session] }] };
}
