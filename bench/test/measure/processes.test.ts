import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { cpuIn, openFilesMost, perCpuSecond, useOf } from '../../src/measure/processes.js';

test('the processor time is read behind a name that holds anything', () => {
  const stat = '7 (a) b (c) S 1 7 7 0 -1 0 0 0 0 0 120 30 4 5 20 0 1 0';
  expect(cpuIn(stat, false)).toBe(1_500);
  expect(cpuIn(stat, true)).toBe(1_590);
});

test('of less processor time than can be counted no rate is told', () => {
  expect(perCpuSecond(1_000, 0.5)).toBe(2_000);
  expect(perCpuSecond(1_000, 0)).toBeNull();
});

test('a process and its children are counted together', async () => {
  const busy = "while (process.cpuUsage().user < 200_000); setTimeout(() => {}, 60000); console.log('done')";
  const parent = `const child = require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(busy)}], { stdio: 'inherit' }); process.on('SIGTERM', () => { child.kill(); process.exit() })`;
  const child = spawn(process.execPath, ['-e', parent], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    await once(child.stdout, 'data');
    const { cpuMs, memory } = await useOf(child.pid ?? 0);
    expect(cpuMs).toBeGreaterThan(50);
    expect(memory).toBeGreaterThan(40 * 1024 * 1024);
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  expect(await useOf(child.pid ?? 0)).toEqual({ cpuMs: 0, memory: 0 });
});

test('it is known how many connections a process may have', async () => {
  expect(await openFilesMost()).toBeGreaterThan(100);
});
