import { afterEach, expect, jest, test } from '@jest/globals';
import { LIMITS } from '@parley/protocol';
import { TypingSignal } from '../src/open-rooms/typing-signal.js';

afterEach(() => void jest.useRealTimers());

test('who goes on typing is told again after a moment, also when the clock was put back meanwhile', () => {
  jest.useFakeTimers({ now: 1_000_000_000 });
  const said: boolean[] = [];
  const signal = new TypingSignal((isTyping) => void said.push(isTyping));
  signal.set(true);
  signal.set(true);
  expect(said).toEqual([true]);
  jest.setSystemTime(1_000_000_000 - 3_600_000);
  jest.advanceTimersByTime(LIMITS.typingEveryMs);
  signal.set(true);
  expect(said).toEqual([true, true]);
});
