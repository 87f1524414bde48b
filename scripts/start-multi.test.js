import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, expect, jest, test } from '@jest/globals';
import { freePort, requireFree } from './multi/ports.js';

jest.setTimeout(60_000);

const dataDir = mkdtempSync(join(tmpdir(), 'parley-multi-'));
chmodSync(dataDir, 0o755);
afterAll(() => rmSync(dataDir, { recursive: true, maxRetries: 5 }));

const started = [];
afterEach(async () => {
  for (const { child, exit } of started.splice(0)) {
    child.kill('SIGTERM');
    await exit;
  }
});

function startMulti(ports, env = {}) {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'start-multi.js'), '--ports', ports.join()],
    {
      env: {
        ...process.env,
        NODE_ENV: 'test',
        DATA_DIR: dataDir,
        DB_HOST: '',
        REDIS_URL: '',
        REDIS_HOST: '',
        ...env,
      },
    },
  );
  const lines = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      child.emit('said');
    });
  }
  /** The first line that matches, said already or yet to come. */
  async function line(pattern) {
    for (;;) {
      const found = lines.find((each) => pattern.test(each));
      if (found !== undefined) return found;
      await once(child, 'said', { signal: AbortSignal.timeout(40_000) });
    }
  }
  const running = { child, lines, line, exit: once(child, 'close') };
  started.push(running);
  return running;
}

const healthOf = async (port) => (await fetch(`http://127.0.0.1:${port}/health`)).json();

test('three instances share a database; one that dies leaves the others; one Ctrl-C stops them all', async () => {
  const ports = [await freePort(), await freePort(), await freePort()];
  const wsPorts = await freeRow(3);
  const { child, line, lines, exit } = startMulti(ports, { WS_PORT: String(wsPorts[0]) });
  for (const [i, port] of ports.entries()) {
    await line(new RegExp(`^\\[${port}\\] Parley is ready`));
    // Each takes the next one for plain WebSockets.
    expect(lines).toContain(`[${port}] Plain WebSockets: ws://localhost:${wsPorts[i]}`);
  }
  const [first, ...others] = ports;

  const pid = /process (\d+)/.exec(await line(new RegExp(`^\\[${first}\\] starts`)))[1];
  process.kill(Number(pid), 'SIGKILL');
  await line(new RegExp(`^\\[${first}\\] ended \\(signal SIGKILL\\); the others go on\\.$`));
  for (const port of others) expect(await healthOf(port)).toMatchObject({ status: 'ok' });

  child.kill('SIGINT');
  // The terminal and npm both pass on a Ctrl-C.
  child.kill('SIGINT');
  expect((await exit)[0]).toBe(0);
  for (const port of others) {
    expect(lines).toContain(`[${port}] ended (exit code 0).`);
    await expect(healthOf(port)).rejects.toThrow();
  }
});

/** Ports in a row, below those the system gives out by itself. */
async function freeRow(count) {
  for (;;) {
    const first = 20_000 + Math.floor(Math.random() * 10_000);
    const row = Array.from({ length: count }, (_, i) => first + i);
    const free = await requireFree(row, '127.0.0.1').then(
      () => true,
      () => false,
    );
    if (free) return row;
  }
}

test('a port that is taken is said before anything starts', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { lines, exit } = startMulti([await freePort(), taken.address().port]);
  expect((await exit)[0]).toBe(1);
  expect(lines).toEqual([
    `Port ${taken.address().port} cannot be used (EADDRINUSE): end what uses it, or choose others with --ports.`,
  ]);
  taken.close();
});

test('a wrong configuration is said once, not by each instance', async () => {
  const { lines, exit } = startMulti([await freePort()], { GUESTS: 'perhaps' });
  expect((await exit)[0]).toBe(1);
  expect(lines).toEqual(['The configuration is wrong: GUESTS must be on or off, not "perhaps".']);
});
