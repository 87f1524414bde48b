import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { commands, type ErrorCode, type Input, LIMITS, wireError } from '@parley/protocol';
import { EnterAsGuest } from '../../src/chat/accounts/enter-as-guest.js';
import type { Caller } from '../../src/chat/caller.js';
import { Refusal } from '../../src/chat/refusal.js';
import { PACKET_RATES } from '../../src/network/packet-rates.js';
import { RefusalLimiter } from '../../src/network/refusal-limiter.js';
import { InputLimiter } from '../../src/realtime/commands/input-limiter.js';
import { validInput } from '../../src/realtime/commands/valid-input.js';
import { Connection } from '../../src/realtime/connection/connection.js';
import type { Batch } from '../../src/realtime/connection/frame.js';
import { WriteScheduler } from '../../src/realtime/connection/write-scheduler.js';
import { FanOut } from '../../src/realtime/delivery/fan-out.js';
import { SubscriptionRegistry } from '../../src/realtime/delivery/subscription-registry.js';
import { socketIoEncoder } from '../../src/realtime/socket-io/socket-io-encoder.js';

class Line extends Connection {
  readonly said: string[] = [];
  readonly pauses: number[] = [];
  open = true;
  unread = 0;

  constructor(id: string, address: string, userId?: string) {
    super(id, address, socketIoEncoder, new WriteScheduler(), () => undefined);
    if (userId) this.authState = { state: 'known', me: { id: userId } as Caller };
  }
  override pauseFor(ms: number): void {
    this.pauses.push(ms);
  }
  protected override send(batch: Batch): void {
    this.said.push(...batch.frames.map(({ text }) => text));
  }
  protected override end(): void {
    this.open = false;
  }
  protected override cut(): void {}
}

const { person, stranger, refused } = PACKET_RATES;
let input: InputLimiter;

beforeEach(() => {
  jest.useFakeTimers();
  input = new InputLimiter(
    new FanOut(new SubscriptionRegistry(), () => undefined),
    new RefusalLimiter(true),
    true,
  );
});
afterEach(() => {
  jest.useRealTimers();
});

/** How many of so many are let in. */
function admitted(times: number, line: Line): number {
  return Array.from({ length: times }, () => input.admit(line)).filter(Boolean).length;
}

test('[B12] a person may send so much at once, then is read more slowly, then sent away', () => {
  const ann = new Line('1', '192.0.2.1', 'ann');
  expect(admitted(person.points, ann)).toBe(person.points);
  expect(ann.pauses).toEqual([]);
  expect(admitted(1, ann)).toBe(1);
  expect(ann.pauses).toEqual([person.perMs / person.points]);
  expect(admitted(person.points, ann)).toBeLessThan(person.points);
});

test('[B12] a second connection of the same person, or the next one, shares it; another person does not', () => {
  admitted(person.points * 2, new Line('1', '192.0.2.1', 'ann'));
  expect(admitted(1, new Line('2', '192.0.2.9', 'ann'))).toBe(0);
  expect(admitted(person.points, new Line('3', '192.0.2.1', 'bob'))).toBe(person.points);
  // However much it was, it is over in a while.
  jest.advanceTimersByTime(20_000);
  expect(admitted(1, new Line('4', '192.0.2.1', 'ann'))).toBe(1);
});

test('[B12] one who is nobody yet has less, each connection its own', () => {
  const line = new Line('1', '192.0.2.1');
  expect(admitted(person.points, line)).toBeLessThan(stranger.points * 2);
  expect(admitted(1, new Line('2', '192.0.2.1'))).toBe(1);
});

test('[B12] too many refusals from one address are told as rate_limited, whoever it is refuses them to', () => {
  const nonsense = wireError('unknown_command');
  for (let n = 0; n < refused.points; n++) {
    expect(input.refuse(new Line('1', '192.0.2.1', `p${n % 7}`), nonsense).code).toBe('unknown_command');
  }
  const next = new Line('2', '192.0.2.1', 'next');
  expect(input.refuse(next, nonsense)).toMatchObject({ code: 'rate_limited', retry: true, retryAfterMs: 5 });
  expect(next.pauses).toHaveLength(1);
  const nobody = new Line('3', '192.0.2.1');
  input.refuse(nobody, nonsense);
  expect(nobody.open).toBe(false);
  expect(nobody.said[0]).toMatch(/^2\["goodbye",\{"code":"rate_limited"/);
  // What a use case declines counts by its own limits, and others at other addresses have their own.
  expect(input.refuse(next, wireError('not_found')).code).toBe('not_found');
  expect(input.refuse(new Line('4', '192.0.2.2', 'far'), nonsense).code).toBe('unknown_command');
});

/** What is refused to an input, by a server that takes no guests. */
async function refusalOf(command: 'send_message' | 'authenticate', given: object): Promise<ErrorCode> {
  const guests = new EnterAsGuest(...([null, null, null, null, false] as unknown as GuestStores));
  try {
    const read = validInput<object>(commands[command].input, given);
    await guests.run(read as Input<'authenticate'> & { username: string }, '192.0.2.1');
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
  throw new Error('It was not refused.');
}
type GuestStores = ConstructorParameters<typeof EnterAsGuest>;

test.each([
  ['bad_request', 'send_message', { roomId: 'general' }],
  ['empty_text', 'send_message', { roomId: 'general', message: '' }],
  ['empty_text', 'send_message', { roomId: 'general', message: '\u200b' }],
  ['too_long', 'send_message', { roomId: 'general', message: 'x'.repeat(LIMITS.messageLength + 1) }],
  ['guests_off', 'authenticate', { username: 'ann' }],
] as const)('[B12] %s counts, as it is refused before any limit', async (code, command, given) => {
  expect(await refusalOf(command, given)).toBe(code);
  const line = new Line('1', '192.0.2.1', 'ann');
  for (let n = 0; n < refused.points; n++) expect(input.refuse(line, wireError(code)).code).toBe(code);
  expect(input.refuse(line, wireError(code)).code).toBe('rate_limited');
});

test('where limits are off nothing is counted', () => {
  const off = new InputLimiter(
    new FanOut(new SubscriptionRegistry(), () => undefined),
    new RefusalLimiter(false),
    false,
  );
  const line = new Line('1', '192.0.2.1', 'ann');
  for (let n = 0; n < person.points * 3; n++) expect(off.admit(line)).toBe(true);
  expect(off.refuse(line, wireError('bad_request')).code).toBe('bad_request');
});
