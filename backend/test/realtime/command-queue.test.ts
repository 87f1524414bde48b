import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { LIMITS } from '@parley/protocol';
import { CommandQueue } from '../../src/realtime/connection/command-queue.js';

let queue: CommandQueue;
let said: string[];
/** Ends commands that are under way, by name. */
const ends = new Map<string, () => void>();

beforeEach(() => {
  queue = new CommandQueue();
  said = [];
  ends.clear();
});
afterEach(() => {
  jest.useRealTimers();
});

function push(name: string, exclusive: boolean, input: unknown = {}): void {
  queue.push({
    exclusive,
    input,
    run: () => {
      said.push(name);
      return new Promise((resolve) => ends.set(name, resolve));
    },
    refuse: (code) => said.push(`${name} ${code}`),
  });
}

async function end(name: string): Promise<void> {
  ends.get(name)?.();
  await new Promise(setImmediate);
}

test('[M3] what moves waits for all before it, and all behind it wait for it', async () => {
  push('say', false);
  push('say too', false);
  push('leave', true);
  push('say late', false);
  expect(said).toEqual(['say', 'say too']);
  await end('say');
  expect(said).toHaveLength(2);
  await end('say too');
  expect(said).toEqual(['say', 'say too', 'leave']);
  await end('leave');
  expect(said.at(-1)).toBe('say late');
  let idle = false;
  void queue.idle().then(() => {
    idle = true;
  });
  expect(idle).toBe(false);
  await end('say late');
  expect(idle).toBe(true);
});

test('[B11] so many wait and no more, and each of the others is refused at once', async () => {
  push('join', true);
  for (let n = 0; n < LIMITS.waitingCommands + 3; n++) push(`${n}`, false);
  expect(said).toEqual(['join', ...[0, 1, 2].map((n) => `${LIMITS.waitingCommands + n} overloaded`)]);
  await end('join');
  expect(said).toHaveLength(1 + 3 + LIMITS.waitingCommands);
});

test('[B11] their size is bounded, too, and room is made by what has begun', async () => {
  const half = 'x'.repeat(LIMITS.waitingLength / 2);
  push('join', true);
  push('one', true, half);
  push('two', true, half);
  push('small', true);
  expect(said).toEqual(['join', 'two overloaded']);
  await end('join');
  push('three', true, half);
  expect(said).toEqual(['join', 'two overloaded', 'one']);
});

test('[B11] none waits for longer than its time, whatever hangs before it', () => {
  jest.useFakeTimers();
  push('hangs', true);
  push('early', false);
  jest.advanceTimersByTime(LIMITS.waitingMs / 2);
  push('late', false);
  jest.advanceTimersByTime(LIMITS.waitingMs / 2);
  expect(said).toEqual(['hangs', 'early unavailable']);
  jest.advanceTimersByTime(LIMITS.waitingMs / 2);
  expect(said).toEqual(['hangs', 'early unavailable', 'late unavailable']);
});

test('[B11] what waited for one that is refused begins at once, when nothing else stands before it', async () => {
  jest.useFakeTimers({ doNotFake: ['setImmediate'] });
  push('read', false);
  push('join', true);
  jest.advanceTimersByTime(LIMITS.waitingMs / 2);
  push('say', false);
  push('leave', true);
  push('say late', false);
  jest.advanceTimersByTime(LIMITS.waitingMs / 2);
  expect(said).toEqual(['read', 'join unavailable', 'say']);
  await end('say');
  expect(said).toHaveLength(3);
  await end('read');
  expect(said.at(-1)).toBe('leave');
  // Whatever still waits has its own time.
  jest.advanceTimersByTime(LIMITS.waitingMs / 2);
  expect(said.at(-1)).toBe('say late unavailable');
});

test('[B11] the last of many costs what the first did', async () => {
  const rounds = 20;
  const timeFor = async (pairs: number): Promise<number> => {
    const own = new CommandQueue();
    const command = (exclusive: boolean) => ({
      exclusive,
      input: 0,
      run: async () => undefined,
      refuse: () => undefined,
    });
    const begun = performance.now();
    for (let n = 0; n < pairs; n++) {
      own.push(command(false));
      own.push(command(true));
    }
    await own.idle();
    return performance.now() - begun;
  };
  let few = 0;
  let many = 0;
  for (let n = 0; n < rounds; n++) {
    for (let k = 0; k < 10; k++) few += await timeFor(LIMITS.waitingCommands / 20);
    many += await timeFor(LIMITS.waitingCommands / 2);
  }
  // Waiting on each before it, ten times as many would take a hundred times as long.
  expect(many).toBeLessThan(few * 5);
});
