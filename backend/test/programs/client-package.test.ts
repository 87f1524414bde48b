import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Consumer, ROOT } from '../support/consumer.js';
import { startCluster } from '../support/instances.js';
import { Program } from '../support/program.js';

interface Packed {
  filename: string;
  files: { path: string }[];
}

const PACKAGES = ['protocol', 'client'];

let consumer: Consumer;
let packed: Map<string, Packed>;

/** The packages as `npm publish` would send them, installed in an empty project together with what they ask for. */
beforeAll(async () => {
  consumer = await Consumer.create();
  packed = new Map();
  for (const name of PACKAGES) {
    const pack = Program.start(
      'npm',
      ['pack', '--json', '--ignore-scripts', '--pack-destination', consumer.directory],
      { cwd: join(ROOT, name) },
    );
    expect([await pack.exit(), pack.stderr.includes('npm error')]).toEqual([0, false]);
    const [tarball] = JSON.parse(pack.stdout) as Packed[];
    if (!tarball) throw new Error(pack.stdout);
    packed.set(name, tarball);
    await consumer.unpack(consumer.path(tarball.filename), `@parley/${name}`);
  }
  // What they do not ask for is not there, and an import of it fails below.
  for (const name of PACKAGES) {
    const { dependencies } = await manifest(name);
    await consumer.link(Object.keys(dependencies).filter((dependency) => !dependency.startsWith('@parley/')));
  }
}, 60_000);
afterAll(() => consumer?.remove());

async function manifest(name: string): Promise<Record<string, unknown> & { dependencies: object }> {
  return JSON.parse(await readFile(consumer.path(`node_modules/@parley/${name}/package.json`), 'utf8'));
}

test('the packages hold what is built and its sources, a guide and a licence, and nothing else', () => {
  for (const { files } of packed.values()) {
    const paths = files.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining(['LICENSE', 'README.md', 'dist/index.js', 'dist/index.d.ts']),
    );
    const other =
      /^(LICENSE|README\.md|package\.json|src\/[\w/-]+\.ts|dist\/[\w/-]+(\.js|\.d\.ts|\.js\.map))$/;
    expect(paths.filter((path) => !other.test(path))).toEqual([]);
  }
});

test('they may be published, and ask for nothing but socket.io-client, the protocol and zod', async () => {
  for (const name of PACKAGES) {
    const { private: isPrivate, license, description, engines, sideEffects } = await manifest(name);
    expect({ isPrivate, license, sideEffects }).toEqual({ license: 'MIT', sideEffects: false });
    expect(engines).toEqual({ node: '>=20.19' });
    expect(String(description).length).toBeGreaterThan(20);
  }
  const asked = await Promise.all(PACKAGES.map(async (name) => (await manifest(name)).dependencies));
  expect(asked.map((dependencies) => Object.keys(dependencies))).toEqual([
    ['zod'],
    ['@parley/protocol', 'socket.io-client'],
  ]);
});

const PROGRAM = `
import { type Message, ParleyClient, ParleyError, type ParleyErrorCode, type Room, Session } from '@parley/client';

async function talk(url: string): Promise<Message> {
  const session = new Session({ url });
  await session.enterAsGuest('Packed');
  const chat = new ParleyClient({ session });
  await chat.connect();
  const room: Room = await chat.join('general', { signal: AbortSignal.timeout(10_000) });
  const messages = room.messages();
  room.send('from a package');
  const { value } = await messages.next();
  await chat.close();
  if (value === undefined) throw new Error('The room ended.');
  return value;
}

const url = String(process.argv[2]);
const { seq, message } = await talk(url);
console.log(seq, message);
try {
  await new Session({ url }).logIn('nobody', 'wrong horse');
} catch (error) {
  const code: ParleyErrorCode | null = error instanceof ParleyError ? error.code : null;
  console.log(code);
}
// @ts-expect-error There is no such event.
const wrong: Parameters<Room['on']>[0] = 'mesage';
console.log(typeof wrong);
`;

test('a strict project type-checks against them, declarations included, and runs', async () => {
  await consumer.link(['@types/node', 'undici-types']);
  await consumer.write('program.ts', PROGRAM);
  const options = { module: 'nodenext', lib: ['es2023', 'dom'], types: ['node'] };
  expect(await consumer.faults(['program.ts'], { ...options, noEmit: false, outDir: 'out' })).toBe('');

  const cluster = await startCluster({ instances: 1, redis: false });
  try {
    const url = cluster.url;
    const program = Program.node(['out/program.js', url], { cwd: consumer.directory });
    expect(await program.exit()).toBe(0);
    expect([program.stdout, program.stderr]).toEqual(['1 from a package\nbad_credentials\nstring\n', '']);
  } finally {
    await cluster.stop();
  }
}, 60_000);

test('a page bundles them without anything of Node, and what it does not use stays out', async () => {
  await consumer.write(
    'page.js',
    `import { ParleyClient, Session } from '@parley/client';
     window.chat = (url) => [ParleyClient, new Session({ url, keep: 'cookie' })];`,
  );
  const input = { lib: { entry: 'page.js', formats: ['es'] }, outDir: 'bundle', minify: false };
  await consumer.write(
    'vite.config.js',
    `export default ${JSON.stringify({ build: input, logLevel: 'warn' })}`,
  );
  const vite = Program.node([join(ROOT, 'node_modules/vite/bin/vite.js'), 'build'], {
    cwd: consumer.directory,
  });
  expect(await vite.exit()).toBe(0);
  expect(vite.stdout + vite.stderr).not.toMatch(/externalized|unresolved/i);
  const bundle = await readFile(consumer.path('bundle/consumer.js'), 'utf8');
  const has = {
    client: bundle.includes('join_room'),
    node: /["']node:|require\(/.test(bundle),
    // They are for servers: types are all a client needs of them.
    bodiesOfRequests: bundle.includes('around goes with neither'),
  };
  expect(has).toEqual({ client: true, node: false, bodiesOfRequests: false });
}, 60_000);
