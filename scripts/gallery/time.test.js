import { expect, test } from '@jest/globals';
import { afternoon } from './time.js';

const hours = Array.from({ length: 24 }, (_, hour) => Date.UTC(2026, 4, 7, hour, 20));

test.each(hours)('whenever the pictures are taken, it is between three and four in them (%d)', (now) => {
  const { timezoneId, midnight } = afternoon(now);
  const told = new Intl.DateTimeFormat('en-GB', { timeZone: timezoneId, hour: '2-digit', minute: '2-digit' });
  expect(told.format(now)).toBe('15:20');
  expect(told.format(midnight)).toBe('00:00');
});
