import { expect, test } from '@jest/globals';
import { FAULTS } from '../src/faults/all.js';
import { HELP, readOptions } from '../src/options.js';

test('without arguments every fault happens for two and a half minutes, by a seed of chance', () => {
  const options = readOptions([]);
  expect(options).toMatchObject({ seconds: 150, instances: 3, mutant: null, json: null });
  expect(options?.faults).toEqual(FAULTS.map(({ name }) => name));
  expect(options?.seed).toEqual(expect.any(Number));
});

test('faults, seed and time are chosen by name', () => {
  const options = readOptions(['--faults', 'kill, flush', '--seed', '7', '--minutes', '10']);
  expect(options).toMatchObject({ faults: ['kill', 'flush'], seed: 7, seconds: 600 });
});

test.each([
  [['--faults', 'kill,earthquake'], 'earthquake'],
  [['--minutes', 'many'], '--minutes'],
  [['--clients', '1'], '--clients'],
  [['--seed', '1.5'], '--seed'],
  [['--mutant', 'weeds'], 'weeds'],
  [['--faults', 'kill,flush', '--kinds', '3'], '--kinds'],
  [['--hurry'], '--hurry'],
])('%j is refused by name', (args, named) => {
  expect(() => readOptions(args)).toThrow(named);
});

test('the help tells every fault', () => {
  expect(readOptions(['--help'])).toBeNull();
  for (const { name, says } of FAULTS) expect(HELP).toMatch(new RegExp(`${name} +${says}`));
});
