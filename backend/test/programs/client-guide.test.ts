import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { errors } from '@parley/protocol';
import { codeBlocks, promisedOutput } from '../support/code-blocks.js';
import { Consumer, ROOT } from '../support/consumer.js';
import { startCluster, type TestCluster } from '../support/instances.js';
import { Program } from '../support/program.js';

const ANY_SERVER = 'http://localhost:3000';

let cluster: TestCluster;
let consumer: Consumer;
let guide: string;
let url: string;

beforeAll(async () => {
  guide = await readFile(join(ROOT, 'client/README.md'), 'utf8');
  consumer = await Consumer.create();
  await consumer.link(['@parley/client', '@parley/protocol', 'react', '@types/react']);
  cluster = await startCluster({ instances: 1, redis: false });
  url = cluster.url;
}, 60_000);
afterAll(async () => {
  await cluster?.stop();
  await consumer?.remove();
});

const blocks = (info: RegExp) => codeBlocks(guide).filter((block) => info.test(block.info));

test('the guide, read from top to bottom, does what it says', async () => {
  const code = blocks(/^js run$/)
    .map((block) => block.code)
    .join('\n');
  const promised = promisedOutput(code);
  expect(promised.length).toBeGreaterThan(12);
  await consumer.write('guide.js', code.replaceAll(ANY_SERVER, url));
  const program = Program.node(['guide.js'], { cwd: consumer.directory });
  expect(await program.exit()).toBe(0);
  expect(program.stderr).toBe('');
  const printed = program.stdout.trimEnd().split('\n');
  expect(printed.filter((line) => promised.includes(line))).toEqual(promised);
}, 30_000);

test('every other piece of code in the guide and in that of the protocol is right to a strict compiler', async () => {
  const others = blocks(/^tsx?$/);
  expect(others.length).toBeGreaterThan(1);
  const files = others.map(({ info }, number) => `block${number}.${info}`);
  for (const [number, { code }] of others.entries()) await consumer.write(files[number] ?? '', code);
  const options = { module: 'esnext', moduleResolution: 'bundler', jsx: 'react-jsx', lib: ['es2023', 'dom'] };
  expect(await consumer.faults(files, { ...options, skipLibCheck: true })).toBe('');
}, 30_000);

test('no piece of code in the guide escapes these tests', () => {
  const known = /^(js run|js bot\.js|tsx?|sh)$/;
  expect(codeBlocks(guide).filter(({ info }) => !known.test(info))).toEqual([]);
});

test('the guide of the protocol does what it says', async () => {
  const text = await readFile(join(ROOT, 'protocol/README.md'), 'utf8');
  const code = codeBlocks(text)
    .map((block) => block.code)
    .join('\n');
  await consumer.write('protocol.ts', code);
  const options = { module: 'nodenext', lib: ['es2023', 'dom'], skipLibCheck: true };
  expect(await consumer.faults(['protocol.ts'], { ...options, noEmit: false, outDir: 'out' })).toBe('');
  const program = Program.node(['out/protocol.js'], { cwd: consumer.directory });
  expect(await program.exit()).toBe(0);
  expect(program.stdout.trimEnd().split('\n')).toEqual(promisedOutput(code));
}, 30_000);

test('the guide tells every error of the protocol as it is', () => {
  for (const [code, { retry, means }] of Object.entries(errors)) {
    expect(guide).toContain(`| \`${code}\` | ${retry ? 'yes' : 'no'} | ${means} |`);
  }
});

test('the bot in the guide is the example', async () => {
  const [bot] = blocks(/^js bot\.js$/);
  expect(bot?.code).toBe(await readFile(join(ROOT, 'client/examples/bot.js'), 'utf8'));
});
