import { readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { childrenOf, isAlive } from '@parley/testkit/children.js';
import { sleep } from '../../src/clock.js';
import { TARGETS } from '../../src/target/targets.js';
import { benchRun, startRun } from './bench-run.js';

const MINUTE_MS = 60_000;
const ONE_CELL = '--only room --no-saturation --rates 50 --receivers 20 --seconds 1'.split(' ');

test(
  'a tiny cell is measured for real: everything said is delivered to all, once, in order, and stored',
  async () => {
    const { code, said, cells } = await benchRun(...ONE_CELL, '--peers', 'none');
    expect(cells).toHaveLength(1);
    const [{ checks, figures }] = cells as [(typeof cells)[number]];
    expect(checks).toEqual({ lost: 0, doubled: 0, reordered: 0, missing: 0, unstored: 0, unacknowledged: 0 });
    // Whoever talks is also delivered it.
    expect((figures.deliveries ?? 0) / (figures.taken ?? 1)).toBeCloseTo(21, -1);
    expect(figures.latencyP50).toBeGreaterThan(0);
    expect(said).toContain('| 50 messages/s | Parley | on disk |');
    expect(code).toBe(0);
  },
  MINUTE_MS,
);

test(
  'every other server that is installed delivers all that is said, and what is not installed is told',
  async () => {
    const { code, said, cells } = await benchRun(...ONE_CELL);
    for (const { name, title, keeps } of TARGETS) {
      const cell = cells.find(({ target }) => target === name);
      if (!cell) {
        expect(said).toContain(`Without ${title}: there is no `);
        continue;
      }
      const whole = { lost: 0, doubled: 0, missing: 0 };
      const stored = keeps === 'disk' ? { unstored: 0, unacknowledged: 0 } : {};
      expect({ name, checks: cell.checks }).toMatchObject({ name, checks: { ...whole, ...stored } });
      // Its processor time is not: some need less than a tick for so little.
      expect(cell.figures.deliveries).toBeGreaterThan(0);
    }
    expect(cells.map(({ target }) => target)).toEqual(
      expect.arrayContaining(['parley', 'socket-io', 'bare-ws', 'usual-way']),
    );
    expect(code).toBe(0);
  },
  MINUTE_MS,
);

/** Measured on a busy machine: 3.9 to 5.6; 0.6 with a write for each event. */
const LEAST_RATIO = 1.5;

test(
  'a delivery costs much less processor time than with Socket.IO and its Redis adapter, although it is stored',
  async () => {
    const { cells } = await benchRun(
      ...'--only room --no-saturation --rates 1000 --receivers 200 --seconds 5 --peers socket-io'.split(' '),
    );
    expect(cells.map(({ target }) => target)).toEqual(['parley', 'socket-io']);
    const [ours, theirs] = cells.map(({ figures }) => figures.deliveriesPerCpu ?? 0);
    process.stdout.write(`deliveries per CPU-second: Parley ${ours}, Socket.IO ${theirs}\n`);
    expect(ours).toBeGreaterThan(LEAST_RATIO * (theirs ?? 0));
  },
  3 * MINUTE_MS,
);

test(
  'a run that is interrupted leaves no process and no file behind',
  async () => {
    const { child, directory, said, ended } = await startRun(
      ...ONE_CELL,
      '--seconds',
      '60',
      '--peers',
      'none',
    );
    try {
      while (!said().includes('room: one room')) await sleep(50);
      // Its server, its load and its stores are there by then, or begin just now.
      await sleep(3_000);
      const [folder = ''] = readdirSync(directory).filter((name) => name.startsWith('parley-bench-'));
      const [postmaster] = readFileSync(join(directory, folder, 'postgres/postmaster.pid'), 'utf8').split(
        '\n',
      );
      const pids = [...childrenOf(child.pid ?? 0), Number(postmaster)];
      expect(pids.length).toBeGreaterThanOrEqual(5);
      child.kill('SIGINT');
      expect((await ended).said).toContain('SIGINT: ending everything');
      for (let n = 0; n < 100 && pids.some(isAlive); n++) await sleep(100);
      expect(pids.filter(isAlive)).toEqual([]);
      expect(readdirSync(directory)).toEqual([]);
    } finally {
      child.kill('SIGKILL');
      await rm(directory, { recursive: true, force: true });
    }
  },
  MINUTE_MS,
);
