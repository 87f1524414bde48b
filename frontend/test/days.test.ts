import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { transformFileSync } from '@swc/core';

const SOURCES = join(import.meta.dirname, '../src/time');
let folder: string;

// The zone of a process is that of its start: each zone gets a process of its own.
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-days-'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  for (const name of ['days', 'times', 'ago-words']) {
    const { code } = transformFileSync(join(SOURCES, `${name}.ts`), {
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    });
    writeFileSync(join(folder, `${name}.js`), code);
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What the page would say, at a machine in that zone, of moments written as its clocks show them. */
function saidIn(zone: string, what: string): string[] {
  const program = `
    import { dayOf, whenOf, exactly } from '${folder}/times.js';
    import { daysBefore, endOfDay, startOfDay } from '${folder}/days.js';
    import { agoWords } from '${folder}/ago-words.js';
    const at = (text) => new Date(text).getTime();
    console.log(JSON.stringify(${what}));`;
  const env = { ...process.env, TZ: zone, LC_ALL: 'en_GB.UTF-8' };
  return JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', program], { env, encoding: 'utf8' }),
  );
}

/** Hours of the day on which the clocks change, and the next: of each, what the days around it are called. */
function dayWords(zone: string, change: string, next: string, before: string): string[] {
  const pairs = [
    [`${before}T23:30`, `${change}T00:30`],
    [`${before}T00:10`, `${change}T23:50`],
    [`${change}T00:10`, `${change}T23:50`],
    [`${change}T23:30`, `${next}T00:10`],
    [`${change}T00:10`, `${next}T23:50`],
    [`${before}T23:50`, `${next}T00:10`],
  ];
  return saidIn(
    zone,
    `${JSON.stringify(pairs)}.map(([then, now]) => dayOf(at(then), at(now)).split(' ')[0])`,
  );
}

const AS_EVER = ['Yesterday', 'Yesterday', 'Today', 'Yesterday', 'Yesterday'];

describe('on the days on which summer time begins and ends', () => {
  test.each([
    ['Europe/Berlin', '2026-03-28', '2026-03-29', '2026-03-30', 'Saturday'],
    ['Europe/Berlin', '2026-10-24', '2026-10-25', '2026-10-26', 'Saturday'],
    ['Pacific/Auckland', '2026-04-04', '2026-04-05', '2026-04-06', 'Saturday'],
    ['Pacific/Auckland', '2026-09-26', '2026-09-27', '2026-09-28', 'Saturday'],
    // Midnight itself is left out there.
    ['Africa/Cairo', '2026-04-23', '2026-04-24', '2026-04-25', 'Thursday'],
  ])('in %s, %s to %s, yesterday is the day before', (zone, before, change, next, weekday) => {
    const words = dayWords(zone, change, next, before);
    expect(words.slice(0, 5)).toEqual(AS_EVER);
    expect(words[5]?.replace(',', '')).toBe(weekday);
  });

  test('a day ends with its midnight, after 23 or 25 hours', () => {
    const hours =
      "['2026-03-29', '2026-10-25', '2026-06-01'].map((day) => at(day + 'T12:00')).map((noon) => (endOfDay(noon) - startOfDay(noon)) / 3_600_000)";
    expect(saidIn('Europe/Berlin', hours)).toEqual([23, 25, 24]);
  });
});

test('another year is told with the year, this one without', () => {
  const [last, then, edited, editedThen] = saidIn(
    'Europe/Berlin',
    "[dayOf(at('2025-12-30T12:00'), at('2026-01-02T12:00')), dayOf(at('2026-01-02T12:00'), at('2026-03-02T12:00')), whenOf(at('2025-12-30T12:00'), at('2026-01-02T12:00')), whenOf(at('2026-01-02T12:00'), at('2026-03-02T12:00'))]",
  );
  expect([last, edited]).toEqual([expect.stringContaining('2025'), expect.stringContaining('2025')]);
  expect(`${then} ${editedThen}`).not.toContain('2026');
});

test('ago is counted by the calendar: Monday evening is not yesterday on Wednesday morning', () => {
  const ago =
    "[['23:00', '2026-11-04T01:00'], ['01:00', '2026-11-03T23:00'], ['12:00', '2026-11-02T12:30']].map(([time, now]) => agoWords(at('2026-11-02T' + time), at(now)))";
  expect(saidIn('Europe/Berlin', ago)).toEqual(['2 days ago', 'yesterday', '30 minutes ago']);
});
