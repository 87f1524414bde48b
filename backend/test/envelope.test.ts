import { describe, expect, test } from '@jest/globals';
import { type ChangeEventName, changeEventNames, type EventName, events } from '@parley/protocol';
import fc from 'fast-check';
import { EnvelopeCodec } from '../src/adapters/redis/envelope.js';
import type { RoomChanges } from '../src/chat/changes/room-changes.js';
import type { ControlEvent, EphemeralEvent } from '../src/chat/ports/bus.js';
import { anEvent } from './support/an-event.js';

const codec = new EnvelopeCodec('a secret of this deployment');
const reader = new EnvelopeCodec('a secret of this deployment');
const everything = () => true;
const nothing = () => false;
const epoch = '0190a0b0-0000-7000-8000-00000000000e';
const ben = '0190a0b0-0000-7000-8000-0000000000be';

const eventName = fc.constantFrom(...(Object.keys(events) as EventName[]));
const json = fc.uint8Array({ maxLength: 300 }).map(Buffer.from);
const event = fc.record({ name: eventName, json });
const change = fc.record({ name: fc.constantFrom(...changeEventNames), json });
const roomId = fc.oneof(fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,63}$/), fc.uuid());
const roomChanges: fc.Arbitrary<RoomChanges> = fc
  .record({
    roomId,
    epoch: fc.uuid(),
    from: fc.integer({ min: 1, max: 2 ** 45 }),
    lastSeq: fc.nat(),
    events: fc.array(change, { minLength: 1, maxLength: 8 }),
  })
  .map((changes) => ({ ...changes, to: changes.from + changes.events.length - 1 }));
const ephemeralEvent: fc.Arbitrary<EphemeralEvent> = fc
  .record({ roomId, event, exceptUserId: fc.option(fc.uuid()) })
  .map((signal) => ({ roomId: signal.roomId, ...signal.event, exceptUserId: signal.exceptUserId }));

function someChanges(altered: Partial<RoomChanges> = {}): RoomChanges {
  const two = [anEvent('message', { message: 'grüß dich' }), anEvent('room_updated', { rev: 8 })];
  return { roomId: 'general', epoch, from: 7, to: 8, lastSeq: 5, events: two, ...altered };
}

describe('an envelope', () => {
  test('brings the changes of rooms back as they were, whatever the bytes of the events', () => {
    fc.assert(
      fc.property(fc.array(roomChanges, { minLength: 1, maxLength: 4 }), (changes) => {
        const decoded = reader.decode(codec.encodeChanges(changes), everything);
        expect(decoded).toEqual({ kind: 'changes', changes, elsewhere: [] });
      }),
    );
  });

  test('brings an ephemeral event back as it was, with or without a user who is not told', () => {
    fc.assert(
      fc.property(ephemeralEvent, (event) => {
        expect(reader.decode(codec.encodeEphemeral(event), everything)).toEqual({ kind: 'ephemeral', event });
      }),
    );
  });

  test('brings a control event back as it was', () => {
    const event: ControlEvent = {
      about: 'people',
      userIds: [ben],
      event: 'room_removed',
      payload: { roomId: 'ö\n' },
    };
    expect(reader.decode(codec.encodeControl(event), everything)).toEqual({ kind: 'control', event });
  });

  test('[I1] is refused once any byte of it was altered', () => {
    const envelope = fc.oneof(
      fc.array(roomChanges, { minLength: 1, maxLength: 3 }).map((flush) => codec.encodeChanges(flush)),
      ephemeralEvent.map((signal) => codec.encodeEphemeral(signal)),
    );
    fc.assert(
      fc.property(envelope, fc.nat(), fc.integer({ min: 1, max: 255 }), (bytes, position, flip) => {
        const altered = Buffer.from(bytes);
        const at = position % altered.length;
        altered.writeUInt8(altered.readUInt8(at) ^ flip, at);
        expect(reader.decode(altered, everything).kind).toBe('flawed');
      }),
      { numRuns: 2_000 },
    );
  });

  test('[I1] is refused when cut short at any byte, or followed by anything', () => {
    const bytes = codec.encodeChanges([someChanges()]);
    for (let length = 0; length < bytes.length; length++) {
      expect(reader.decode(bytes.subarray(0, length), everything).kind).toBe('flawed');
    }
    expect(reader.decode(Buffer.concat([bytes, Buffer.from(' ')]), everything)).toEqual({
      kind: 'flawed',
      flaw: 'forged',
    });
  });

  test('[I2] tells of rooms that nobody follows here only that there is something new, and does not look at what', () => {
    const flush = ['one', 'two', 'three'].map((roomId, i) => someChanges({ roomId, lastSeq: i }));
    const bytes = codec.encodeChanges(flush);
    const elsewhere = [
      { roomId: 'one', lastSeq: 0 },
      { roomId: 'three', lastSeq: 2 },
    ];
    const read = reader.decode(bytes, (roomId) => roomId === 'two');
    expect(read).toEqual({ kind: 'changes', changes: [flush[1]], elsewhere });
    const spoilt = Buffer.from(bytes);
    spoilt.write('X', bytes.length - 1);
    expect(reader.decode(spoilt, (roomId) => roomId === 'two')).toEqual(read);
    expect(reader.decode(spoilt, everything)).toEqual({ kind: 'flawed', flaw: 'forged' });
    const signal = codec.encodeEphemeral({
      roomId: 'one',
      ...anEvent('user_typing', {}),
      exceptUserId: null,
    });
    expect(reader.decode(signal, nothing)).toEqual({ kind: 'ignored' });
  });

  test('[I1] is refused with the body of another envelope, or with two bodies that changed places', () => {
    const told = (message: string) => ({ ...anEvent('user_typing', { message }), exceptUserId: null });
    const [mine, other] = ['mine', 'past'].map((text) =>
      codec.encodeEphemeral({ roomId: 'one', ...told(text) }),
    ) as [Buffer, Buffer];
    const lineOf = (bytes: Buffer) => bytes.subarray(0, bytes.indexOf('\n') + 1);
    const bodyOf = (bytes: Buffer) => bytes.subarray(bytes.indexOf('\n') + 1);
    const forged = { kind: 'flawed', flaw: 'forged' };
    expect(bodyOf(mine)).toHaveLength(bodyOf(other).length);
    expect(reader.decode(Buffer.concat([lineOf(mine), bodyOf(other)]), everything)).toEqual(forged);
    expect(reader.decode(Buffer.concat([lineOf(mine), bodyOf(mine)]), everything).kind).toBe('ephemeral');

    const events = (text: string) => ({ to: 7, events: [anEvent('message', { text })] });
    const flush = [
      someChanges({ roomId: 'one', ...events('1') }),
      someChanges({ roomId: 'two', ...events('2') }),
    ];
    const bytes = codec.encodeChanges(flush);
    const swapped = [flush[1], flush[0]].flatMap((changes) => changes?.events.map(({ json }) => json) ?? []);
    expect(reader.decode(Buffer.concat([lineOf(bytes), ...swapped]), everything)).toEqual(forged);
  });

  test('[I3] is ignored by whoever wrote it', () => {
    expect(codec.decode(codec.encodeChanges([someChanges()]), everything)).toEqual({ kind: 'ignored' });
  });

  test('[I1] is refused when another secret signed it', () => {
    const stranger = new EnvelopeCodec('a secret of another deployment');
    const bytes = stranger.encodeControl({ about: 'session_ended', sessionId: ben });
    expect(reader.decode(bytes, everything)).toEqual({ kind: 'flawed', flaw: 'forged' });
  });

  test('[I4] is refused in another version', () => {
    const bytes = codec.encodeChanges([someChanges()]);
    bytes.write('1');
    expect(reader.decode(bytes, everything)).toEqual({ kind: 'flawed', flaw: 'foreign' });
  });

  test('never makes the decoder throw, whatever the bytes', () => {
    const garbage = fc.oneof(
      fc.uint8Array({ maxLength: 500 }).map(Buffer.from),
      fc.string().map((text) => Buffer.from(`2 changes ${text}\n`)),
    );
    fc.assert(
      fc.property(garbage, (bytes) => {
        expect(reader.decode(bytes, everything).kind).toBe('flawed');
      }),
    );
  });

  test.each<[string, Partial<RoomChanges>]>([
    ['names more events than it carries', { to: 9 }],
    ['names fewer events than it carries', { to: 7 }],
    ['runs backwards', { from: 8, to: 7 }],
    ['starts before the first change', { from: 0, to: 1 }],
    ['carries nothing', { events: [] }],
    ['has no room of a possible id', { roomId: 'General' }],
    ['has no epoch', { epoch: 'now' }],
    ['counts in fractions', { lastSeq: 1.5 }],
    ['names an unknown event', { events: [anEvent('toString' as ChangeEventName, {})], to: 7 }],
    ['tells as a change what is none', { events: [anEvent('user_typing' as ChangeEventName, {})], to: 7 }],
  ])('is refused when it %s, though the secret is right', (_, altered) => {
    const bytes = codec.encodeChanges([someChanges(altered)]);
    expect(reader.decode(bytes, everything)).toEqual({ kind: 'flawed', flaw: 'inconsistent' });
  });

  test('is refused when an ephemeral event spares a user without an id', () => {
    const bytes = codec.encodeEphemeral({
      roomId: 'general',
      ...anEvent('user_typing', {}),
      exceptUserId: 'ben',
    });
    expect(reader.decode(bytes, everything)).toEqual({ kind: 'flawed', flaw: 'inconsistent' });
  });
});
