import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { inRoot } from './steps/paths.js';

const read = (path) => readFileSync(inRoot(path), 'utf8');
const { services, networks, volumes } = parse(read('docker-compose.yml'), { merge: true });
const dockerfile = read('Dockerfile');
const instances = Object.entries(services).filter(([, { image }]) => image === 'chat-service');

/** As compose does, for the plain forms this project uses. */
const filled = (text, env = {}) =>
  String(text).replaceAll(/\$\{(\w+)(?::-([^}]*))?\}/g, (_, name, otherwise = '') => env[name] || otherwise);

test('what people name on the command line are services: chat-service, redis, postgres', () => {
  expect(Object.keys(services)).toEqual(expect.arrayContaining(['chat-service', 'redis', 'postgres']));
  expect(services['chat-service']).toMatchObject({ image: 'chat-service', build: '.' });
});

test('redis starts without any variable, and serves this machine alone', () => {
  expect(read('docker-compose.yml')).not.toMatch(/\$\{\w+:?\?/);
  expect(services.redis.ports.map((port) => filled(port))).toEqual(['127.0.0.1:6379:6379']);
});

test('chat-service by itself serves this machine on PORT', () => {
  const ports = services['chat-service'].ports.map((port) => filled(port, { PORT: '5004' }));
  expect(ports).toEqual(['127.0.0.1:5004:3000']);
});

test('the proxy knows every instance, and each has a name of its own', () => {
  const names = instances.map(([name]) => name);
  expect(names).toHaveLength(3);
  const upstreams = /reverse_proxy (.*) \{/.exec(read('deploy/Caddyfile'))?.[1];
  expect(upstreams?.split(' ')).toEqual(names.map((name) => `${name}:3000`));
  expect(Object.keys(services.proxy.depends_on)).toEqual(names);
  expect(instances.map(([, { environment }]) => environment.INSTANCE_ID)).toEqual(names);
});

test('every variable an instance is given is one the configuration knows', () => {
  const known = read('.env.example');
  for (const [, { environment }] of instances) {
    for (const name of Object.keys(environment)) expect(known).toMatch(new RegExp(`^# ${name}=`, 'm'));
  }
});

test('the data outlives the directory’s name', () => {
  expect(networks.default.name).toBe('parley');
  expect(Object.values(volumes).map(({ name }) => name)).toEqual(
    Object.keys(volumes).map((name) => `parley_${name}`),
  );
});

test('what the image copies is there, and its health is asked for on PORT', () => {
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(([, paths = '']) =>
    paths.split(' '),
  );
  expect(copied.length).toBeGreaterThan(5);
  expect(copied.filter((path) => !existsSync(inRoot(path)))).toEqual([]);
  // The program reads them from among the sources.
  expect(dockerfile).toContain(' backend/src/adapters/postgres/functions/\n');
  expect(dockerfile).toMatch(/^ENV .*\bHOST=0\.0\.0\.0$/m);
  expect(dockerfile).toMatch(/^HEALTHCHECK .*\n.*process\.env\.PORT \|\| 3000/m);
});
