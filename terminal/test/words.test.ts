import { expect, test } from '@jest/globals';
import { HELP, parseCommand } from '../src/commands.js';
import { parseOptions, USAGE } from '../src/options.js';

test('a line is said, unless it begins with a slash; two slashes say one', () => {
  expect(parseCommand('Hello')).toEqual({ name: 'say', text: 'Hello' });
  expect(parseCommand('//etc/hosts')).toEqual({ name: 'say', text: '/etc/hosts' });
  expect(parseCommand('   ')).toEqual({ name: 'nothing' });
});

test('commands are read with what they need', () => {
  expect(parseCommand('/join tea')).toEqual({ name: 'join', room: 'tea' });
  expect(parseCommand('/join Ben Okri')).toEqual({ name: 'join', room: 'Ben Okri' });
  expect(parseCommand('/history')).toEqual({ name: 'history', count: 50 });
  expect(parseCommand('/react 👍')).toEqual({ name: 'react', emoji: '👍', back: 1, on: true });
  expect(parseCommand('/unreact 👍 3')).toEqual({ name: 'react', emoji: '👍', back: 3, on: false });
  expect(parseCommand('/history 5')).toEqual({ name: 'history', count: 5 });
  for (const name of ['rooms', 'who', 'help', 'quit'] as const)
    expect(parseCommand(`/${name}`)).toEqual({ name });
});

test('a mistake says what is wrong', () => {
  for (const line of [
    '/nonsense',
    '/join',
    '/history 0',
    '/history many',
    '/react',
    '/react a',
    '/react 👍 x',
    '/history 1001',
  ]) {
    expect(parseCommand(line)).toEqual({ name: 'mistake', reason: expect.any(String) });
  }
});

test('every command is in the help', () => {
  for (const word of ['/rooms', '/join', '/who', '/history', '/quit', '//']) expect(HELP).toContain(word);
});

const options = (args: string[], env: NodeJS.ProcessEnv = {}) => {
  const parsed = parseOptions(args, env, 'ann');
  return parsed.ask === 'talk' ? parsed.options : parsed;
};

test("without a word one is a guest of one's own name in general", () => {
  expect(options([])).toEqual({
    ...{ url: 'http://localhost:3000', roomId: 'general', way: { as: 'guest', name: 'ann' } },
  });
});

test('what is typed goes before what stands in the environment', () => {
  const env = {
    PARLEY_URL: 'http://env',
    PARLEY_USER: 'env',
    PARLEY_PASSWORD: 'secret',
    PARLEY_TOKEN: 'token',
  };
  expect(options([], env)).toMatchObject({ url: 'http://env', way: { as: 'token', token: 'token' } });
  expect(options(['--user', 'eve', '--url', 'http://typed'], env)).toMatchObject({
    ...{ url: 'http://typed', way: { as: 'account', username: 'eve', password: 'secret' } },
  });
  expect(options(['--name', 'Eve'], env)).toMatchObject({ way: { as: 'guest', name: 'Eve' } });
  expect(options([], { PARLEY_USER: 'env' })).toMatchObject({
    way: { as: 'account', username: 'env', password: null },
  });
});

test('what cannot be understood is told, and help is help', () => {
  for (const args of [
    ['--nonsense'],
    ['general'],
    ['--name', 'a', '--user', 'b'],
    ['--url', 'no url'],
    ['--room', ''],
  ]) {
    expect(options(args)).toEqual({ ask: 'nothing', fault: expect.any(String) });
  }
  expect(options(['-h'])).toEqual({ ask: 'help' });
  for (const word of ['--room', '--url', '--name', '--user', 'NO_COLOR']) expect(USAGE).toContain(word);
});
