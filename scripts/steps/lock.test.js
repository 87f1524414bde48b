import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';

const directory = mkdtempSync(join(tmpdir(), 'parley-lock-'));
const path = join(directory, 'start.lock');
afterAll(() => rmSync(directory, { recursive: true }));

/** Holds the lock for a moment in a process of its own, and says when it took it and when it let go. */
const HOLDER = `
  import { withLock } from ${JSON.stringify(join(import.meta.dirname, 'lock.js'))};
  await withLock(process.argv[1], async () => {
    process.stdout.write('took ');
    await new Promise((resolve) => setTimeout(resolve, 100));
    process.stdout.write('left ');
  });`;

async function holdAtOnce(count) {
  let said = '';
  const children = Array.from({ length: count }, () => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', HOLDER, path]);
    child.stdout.on('data', (chunk) => {
      said += String(chunk).replace(/Waiting.*\n/g, '');
    });
    return once(child, 'close');
  });
  const codes = (await Promise.all(children)).map(([code]) => code);
  return { said, codes };
}

test('those who want the lock at the same time take turns', async () => {
  const { said, codes } = await holdAtOnce(3);
  expect(codes).toEqual([0, 0, 0]);
  expect(said).toBe('took left took left took left ');
  expect(readdirSync(directory)).toEqual([]);
});

test('a holder that was killed does not hold the lock any longer', async () => {
  const gone = spawn(process.execPath, ['-e', '']);
  await once(gone, 'exit');
  writeFileSync(path, String(gone.pid));
  const { said, codes } = await holdAtOnce(2);
  expect(codes).toEqual([0, 0]);
  expect(said).toBe('took left took left ');
  expect(existsSync(path)).toBe(false);
});
