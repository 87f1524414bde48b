import { expect, test } from '@jest/globals';
import { ParleyError } from '@parley/client';
import { faultOf } from '../src/features/sign-in/fault.js';
import { waitText } from '../src/lib/requests/wait-text.js';

test.each([
  [1, 'a second'],
  [1_001, '2 seconds'],
  [59_000, '59 seconds'],
  [59_001, 'a minute'],
  [60_001, '2 minutes'],
  [900_000, '15 minutes'],
])('who has to wait %i ms is told to try again in %s', (ms, span) => {
  expect(waitText(ms)).toBe(`Too many attempts. Try again in ${span}.`);
});

test('who was refused for wrong passwords is told for how long', () => {
  const error = new ParleyError('rate_limited', 'Too fast.', true, 'refused', 8_000);
  expect(faultOf(error, 'login')).toEqual({ at: 'form', text: 'Too many attempts. Try again in 8 seconds.' });
  const unsaid = new ParleyError('rate_limited', 'Too fast.', true);
  expect(faultOf(unsaid, 'login').text).toBe('Too many attempts. Wait a while, then try again.');
});
