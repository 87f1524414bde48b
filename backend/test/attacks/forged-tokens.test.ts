import { createHmac, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SignedIn } from '@parley/protocol';
import { JwtAccessTokens } from '../../src/adapters/jwt/jwt-access-tokens.js';
import { TokenKey } from '../../src/chat/accounts/token-key.js';
import { PlainTalker } from '../support/plain-talker.js';
import { sharedCluster } from '../support/shared-cluster.js';
import { call, register, Talker } from '../support/talker.js';

const SECRET = randomUUID() + randomUUID();
const PASSWORD = 'correct horse';
const own = generateKeyPairSync('rsa', { modulusLength: 2_048 });

const cluster = sharedCluster({
  env: { JWT_SECRET: SECRET, LOG_LEVEL: 'trace', RATE_LIMITS: 'off' },
});
let ann: SignedIn;
let bob: SignedIn;
/** Serves the keys of whoever forges. Nobody may ask it. */
let keys: Server;
let askedForKeys = 0;

beforeAll(async () => {
  [ann, bob] = [await register(cluster.url, 'ann'), await register(cluster.url, 'bob')];
  keys = createServer((_request, response) => {
    askedForKeys += 1;
    response.end(JSON.stringify({ keys: [own.publicKey.export({ format: 'jwk' })] }));
  });
  keys.listen(0, '127.0.0.1');
  await once(keys, 'listening');
});

afterAll(() => void keys.close());

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const sessionOf = ({ accessToken }: SignedIn) =>
  new JwtAccessTokens(new TokenKey(SECRET), 60).verify(accessToken).sessionId;
const keysAt = () => `http://127.0.0.1:${(keys.address() as AddressInfo).port}/keys.json`;

/** What a good token says, ann's, but for what is changed; undefined takes a claim away. */
function claims(changed: Record<string, unknown> = {}): object {
  const now = Math.floor(Date.now() / 1_000);
  return {
    ...{ typ: 'access', sub: ann.user.id, sid: sessionOf(ann), iat: now, exp: now + 60 },
    ...{ iss: 'parley', aud: 'parley-access', ...changed },
  };
}
function hmac(payload: object, header: object = {}, secret = SECRET, hash = 'sha256'): string {
  const signed = `${part({ alg: 'HS256', typ: 'JWT', ...header })}.${part(payload)}`;
  return `${signed}.${createHmac(hash, secret).update(signed).digest('base64url')}`;
}
function rsa(payload: object, header: object = {}): string {
  const signed = `${part({ alg: 'RS256', typ: 'JWT', ...header })}.${part(payload)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), own.privateKey).toString('base64url')}`;
}
const jwk = () => own.publicKey.export({ format: 'jwk' });
const ago = (seconds: number) => Math.floor(Date.now() / 1_000) - seconds;

/** Made when they are needed: they are of somebody who is signed in. */
const FORGED: [string, () => string, string][] = [
  ['no algorithm and no signature', () => `${part({ alg: 'none' })}.${part(claims())}.`, 'bad_token'],
  ['no algorithm, oddly written', () => `${part({ alg: 'nOnE' })}.${part(claims())}.`, 'bad_token'],
  [
    'another strength of the same algorithm',
    () => hmac(claims(), { alg: 'HS512' }, SECRET, 'sha512'),
    'bad_token',
  ],
  ['a key pair of its own', () => rsa(claims()), 'bad_token'],
  ['a key pair of its own, named in it', () => rsa(claims(), { jwk: jwk() }), 'bad_token'],
  ['a key pair of its own, to be fetched', () => rsa(claims(), { jku: keysAt(), kid: '1' }), 'bad_token'],
  ['a certificate to be fetched', () => rsa(claims(), { x5u: keysAt() }), 'bad_token'],
  [
    'a public key as the secret, which confuses some',
    () => hmac(claims(), {}, String(own.publicKey.export({ format: 'pem', type: 'spki' }))),
    'bad_token',
  ],
  ['an empty file as the key', () => hmac(claims(), { kid: '../../../../dev/null' }, ''), 'bad_token'],
  ['an injected key', () => hmac(claims(), { kid: "x' UNION SELECT 'key" }, 'key'), 'bad_token'],
  ['a changed text under the old signature', () => swapped(), 'bad_token'],
  ['another issuer', () => hmac(claims({ iss: 'elsewhere' })), 'bad_token'],
  ['another audience', () => hmac(claims({ aud: 'parley-refresh' })), 'bad_token'],
  ['no audience', () => hmac(claims({ aud: undefined })), 'bad_token'],
  ['another type', () => hmac(claims({ typ: 'refresh' })), 'bad_token'],
  ['no end', () => hmac(claims({ exp: undefined })), 'bad_token'],
  ['a beginning that is to come', () => hmac(claims({ nbf: ago(-600) })), 'bad_token'],
  ['its end behind it', () => hmac(claims({ exp: ago(1) })), 'token_expired'],
  ["another person's session", () => hmac(claims({ sid: sessionOf(bob) })), 'session_ended'],
  ['a session that never was', () => hmac(claims({ sid: randomUUID() })), 'session_ended'],
  ['nothing but a refresh token', () => ann.refreshToken ?? '', 'bad_token'],
];

function swapped(): string {
  const [header = '', , signature = ''] = ann.accessToken.split('.');
  return `${header}.${part(claims({ sub: bob.user.id }))}.${signature}`;
}

/** Each way in, and what it answers. */
const DOORS: Record<string, (token: string) => Promise<unknown>> = {
  'the handshake': async (token) => {
    const talker = Talker.open(cluster.url, { auth: { token } });
    await talker.until(() => talker.heard.length > 0, 'to be let in or refused');
    const [first] = talker.heard;
    const refused = first?.name === 'connect_error' ? (first.args[0] as { data?: { code: string } }) : null;
    talker.close();
    return refused ? refused.data?.code : 'in';
  },
  authenticate: async (token) => {
    const talker = Talker.open(cluster.url);
    const reply = await talker.askAnything('authenticate', { token });
    talker.close();
    return reply.ok ? 'in' : reply.error.code;
  },
  'the header of /ws': async (token) => {
    const program = PlainTalker.open(cluster.url, { headers: { authorization: `Bearer ${token}` } });
    await program.until(() => program.heard.length > 0, 'to hear something');
    const [first] = program.heard;
    program.close();
    return first?.type === 'ERROR' ? first.code : 'in';
  },
  'AUTHENTICATE on /ws': async (token) => {
    const program = PlainTalker.open(`${cluster.url.replace('http', 'ws')}/ws?guest=off`);
    await once(program.socket, 'open');
    program.send({ type: 'AUTHENTICATE', token });
    await program.until(() => program.heard.length > 0, 'to hear something');
    const [first] = program.heard;
    program.close();
    return first?.type === 'ERROR' ? first.code : 'in';
  },
  'the bearer of REST': async (accessToken) => {
    const { status, body } = await call(cluster.url, 'GET', '/api/rooms', { ...ann, accessToken });
    return status === 200 ? 'in' : (body as { error: { code: string } }).error.code;
  },
};

describe.each(Object.keys(DOORS))('%s', (name) => {
  const knock = (token: string) => DOORS[name]?.(token);

  test('[A2] takes a token as this test makes them, as long as nothing is wrong with it', async () => {
    expect(await knock(ann.accessToken)).toBe('in');
    expect(await knock(hmac(claims()))).toBe('in');
    expect(await knock(hmac(claims(), { kid: 'of no use' }))).toBe('in');
  });

  test.each(FORGED)('[A2] refuses a token with %s', async (_, make, code) => {
    expect(await knock(make())).toBe(code);
  });
});

test('[A2] nobody asks a stranger for keys', () => {
  expect(askedForKeys).toBe(0);
});

describe('a token in an address', () => {
  test('[A2] opens nothing, so nobody puts one where logs and neighbours see it', async () => {
    const query = `token=${ann.accessToken}&access_token=${ann.accessToken}`;
    const answer = await fetch(`${cluster.url}/api/rooms?${query}`);
    expect(answer.status).toBe(401);
    const talker = Talker.open(cluster.url, { query: { token: ann.accessToken } });
    expect(await talker.askAnything('join_room', { roomId: 'general' })).toMatchObject({
      error: { code: 'unauthenticated' },
    });
    talker.close();
    const program = PlainTalker.open(`${cluster.url.replace('http', 'ws')}/ws?guest=off&${query}`);
    await once(program.socket, 'open');
    program.send({ type: 'SUBSCRIBE', groupId: 1 });
    await program.hear('ERROR', ({ code }) => code === 'unauthenticated');
    program.close();
  });

  test('[A2] and none is in the log, however much that tells', async () => {
    const talker = Talker.open(cluster.url);
    await talker.do('authenticate', { token: ann.accessToken });
    await talker.do('send_message', { roomId: 'general', message: 'seen in the log' });
    talker.close();
    await call(cluster.url, 'POST', '/api/auth/refresh', null, { refreshToken: bob.refreshToken });
    const output = cluster.instances[0]?.output() ?? '';
    // It does tell of commands: else this would find nothing for lack of a log.
    expect(output).toContain('send_message');
    for (const secret of [ann, bob].flatMap(({ accessToken, refreshToken = '' }) => [
      accessToken.split('.')[2] ?? '',
      refreshToken,
    ])) {
      expect(secret.length).toBeGreaterThan(20);
      expect(output).not.toContain(secret);
    }
    expect(output).not.toContain(PASSWORD);
    expect(output).not.toContain(SECRET);
  });
});
