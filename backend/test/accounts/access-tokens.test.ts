import { randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { JwtService } from '@nestjs/jwt';
import { JwtAccessTokens } from '../../src/adapters/jwt/jwt-access-tokens.js';
import { TokenKey } from '../../src/chat/accounts/token-key.js';

const secret = randomBytes(32).toString('hex');
const tokens = new JwtAccessTokens(new TokenKey(secret), 900);
const claims = { userId: randomUUID(), sessionId: randomUUID() };

const jwt = new JwtService();
const payload = { typ: 'access', sub: claims.userId, sid: claims.sessionId };
const options = {
  secret: secret,
  algorithm: 'HS256',
  issuer: 'parley',
  audience: 'parley-access',
  expiresIn: 60,
} as const;
const { expiresIn, ...endless } = options;

test('a token tells whom it was issued to', () => {
  expect(tokens.verify(tokens.issue(claims))).toMatchObject(claims);
});

test('a token lasts as long as it was told to, and tells until when', () => {
  const token = tokens.issue(claims);
  const { exp, iat } = jwt.decode<{ exp: number; iat: number }>(token);
  expect(exp - iat).toBe(900);
  expect(tokens.verify(token).expiresAt).toBe(exp * 1_000);
});

test('the tokens this test makes are good as long as nothing is wrong with them', () => {
  expect(tokens.verify(jwt.sign(payload, options))).toMatchObject(claims);
});

test.each([
  ['another key', jwt.sign(payload, { ...options, secret: 'another' })],
  ['another algorithm', jwt.sign(payload, { ...options, algorithm: 'HS512' })],
  ['another issuer', jwt.sign(payload, { ...options, issuer: 'elsewhere' })],
  ['another audience', jwt.sign(payload, { ...options, audience: 'parley-refresh' })],
  ['no end', jwt.sign(payload, endless)],
  ['another type', jwt.sign({ ...payload, typ: 'refresh' }, options)],
  ['no session', jwt.sign({ typ: 'access', sub: claims.userId }, options)],
  ['a subject that is no uuid', jwt.sign({ ...payload, sub: 'admin' }, options)],
  [
    'no signature',
    `${part({ alg: 'none', typ: 'JWT' })}.${part({ ...payload, iss: 'parley', aud: 'parley-access' })}.`,
  ],
  [
    'a key of its own',
    jwt.sign(payload, { ...options, secret: 'own', header: { alg: 'HS256', jwk: 'own' } as never }),
  ],
  ['nothing in it', ''],
  ['no dots', 'garbage'],
])('a token with %s is refused', (_, token) => {
  expect(() => tokens.verify(token)).toThrow(expect.objectContaining({ code: 'bad_token' }));
});

test('an expired token is told from a bad one', () => {
  const expired = jwt.sign(payload, { ...options, expiresIn: -1 });
  expect(() => tokens.verify(expired)).toThrow(expect.objectContaining({ code: 'token_expired' }));
});

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
