import { expect, test } from '@jest/globals';
import { isRight, isValid } from '../../src/measure/judge.js';
import { readOptions } from '../../src/options.js';
import { chart } from '../../src/report/chart.js';
import { compare, median } from '../../src/report/ratios.js';
import { tables } from '../../src/report/tables.js';
import { cell } from './cells.js';

const options = readOptions(['--peers', 'none']);
if (!options) throw new Error('no options');
const machine = { processor: '2 x <Chip> & Co', system: 'Linux', node: 'v20', division: 'Apart.' };
const result = (...cells: ReturnType<typeof cell>[]) => ({ machine, options, at: new Date(0), cells });

test('ratios say how many times better Parley is, of what is good and of what costs', () => {
  const cells = [cell('parley', 300), cell('other', 100)];
  expect(compare(cells, 'deliveriesPerCpu').map(({ ratio }) => ratio)).toEqual([null, 3]);
  const costs = [
    cell('parley', 0, { figures: { latencyP99: 10 } }),
    cell('other', 0, { figures: { latencyP99: 5 } }),
  ];
  expect(compare(costs, 'latencyP99').map(({ ratio }) => ratio)).toEqual([null, 0.5]);
});

test('of several rounds the median counts', () => {
  expect(median([9, 1, 2])).toBe(2);
  expect(median([1, 2])).toBe(1.5);
  const cells = [100, 900, 200].map((value, n) => cell('parley', value, { round: n + 1 }));
  expect(compare(cells, 'deliveriesPerCpu')[0]?.figures.deliveriesPerCpu).toBe(200);
});

test('what loses stands in the table, and so does what cannot be believed', () => {
  const page = tables(result(cell('parley', 100), cell('other', 400, { doubts: ['the load was busy'] })));
  expect(page).toContain('0.25 x');
  expect(page).toContain('not valid; the load was busy');
});

test('a message that was lost turns the run red where it was promised, and is told where it was not', () => {
  const lost = { checks: { lost: 3 } };
  expect(isRight(cell('parley', 1, lost))).toBe(false);
  expect(isRight(cell('other', 1, lost))).toBe(true);
  expect(tables(result(cell('other', 1, lost)))).toContain('| 3, 0, 0 |');
});

test('a cell without figures is not valid', () => {
  expect(isValid(cell('parley', 1))).toBe(true);
  expect(isValid(cell('parley', 1, { figures: {} }))).toBe(false);
});

test('the chart draws the better one longer, and holds whatever a name holds', () => {
  const picture = chart(result(cell('parley', 300), cell('other', 100)));
  const lengths = [...picture.matchAll(/class="(?:ours|other)" x="\d+" y="\d+" width="([\d.]+)"/g)].map(
    ([, w]) => Number(w),
  );
  expect(lengths).toHaveLength(2);
  expect((lengths[0] ?? 0) / (lengths[1] ?? 1)).toBeCloseTo(3, 1);
  expect(picture).toContain('&#60;Chip&#62; &#38; Co');
  expect(picture).toContain('prefers-color-scheme: dark');
});

test.each([
  ['--seconds', 'soon', '--seconds must be a number from 1 to 600, not soon.'],
  ['--only', 'rome', '--only: "rome" is none of room, '],
  ['--receivers', '1.5', '--receivers must be a whole number, not 1.5.'],
  ['--wrong', '1', "Unknown option '--wrong'"],
])('the option %s %s is refused in one sentence', (name, value, sentence) => {
  expect(() => readOptions([name, value])).toThrow(sentence);
  try {
    readOptions([name, value]);
  } catch (error) {
    expect(String(error).trim().split('\n')).toHaveLength(1);
  }
});
