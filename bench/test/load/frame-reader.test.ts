import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FrameReader, OPCODE } from '../../src/load/frame-reader.js';

const DELIVERY = Buffer.from('42["message",');

/** As a server writes it: not masked. */
function frameOf(text: string, opcode: number = OPCODE.text): Buffer {
  const payload = Buffer.from(text);
  const { length } = payload;
  const head = length < 126 ? [length] : length < 65_536 ? [126, length >> 8, length & 255] : null;
  if (head) return Buffer.concat([Buffer.from([0x80 | opcode, ...head]), payload]);
  const long = Buffer.alloc(10);
  long[0] = 0x80 | opcode;
  long[1] = 127;
  long.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([long, payload]);
}

function read(pieces: readonly Buffer[], whole = false) {
  const heard: string[] = [];
  const reader = new FrameReader(DELIVERY, whole, { frame: (_, payload) => heard.push(payload.toString()) });
  for (const piece of pieces) {
    // Lent and used again, as a socket does.
    const lent = Buffer.from(piece);
    reader.push(lent);
    lent.fill(0);
  }
  return { reader, heard };
}

/** Cuts at these places. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const at = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...at].map((from, n) => bytes.subarray(from, at[n] ?? bytes.length));
}

const said = fc.record({
  delivery: fc.boolean(),
  length: fc.constantFrom(0, 1, 12, 113, 125, 126, 300, 65_535, 70_000),
});

test('however the bytes are cut, each delivery is counted once and every other frame is handed out whole', () => {
  fc.assert(
    fc.property(
      fc.array(said, { maxLength: 12 }),
      fc.array(fc.nat(), { maxLength: 30 }),
      (frames, places) => {
        const texts = frames.map(
          ({ delivery, length }) => `${delivery ? DELIVERY : ''}${'x'.repeat(length)}`,
        );
        const bytes = Buffer.concat(texts.map((text) => frameOf(text)));
        const { reader, heard } = read(cut(bytes, places));
        expect(reader.deliveries).toBe(frames.filter(({ delivery }) => delivery).length);
        expect(reader.frames).toBe(frames.length);
        expect(reader.bytes).toBe(bytes.length);
        expect(heard).toEqual(texts.filter((_, n) => !frames[n]?.delivery));
      },
    ),
    { numRuns: 200 },
  );
});

test('byte by byte it is the same', () => {
  const bytes = Buffer.concat([
    frameOf('42["message",{"seq":1}]'),
    frameOf('2'),
    frameOf(`42["message",${'y'.repeat(200)}]`),
  ]);
  const { reader, heard } = read([...bytes].map((byte) => Buffer.from([byte])));
  expect(reader.deliveries).toBe(2);
  expect(heard).toEqual(['2']);
});

test('a probe is handed deliveries, too', () => {
  const { reader, heard } = read([frameOf('42["message",1]'), frameOf('2')], true);
  expect(reader.deliveries).toBe(1);
  expect(heard).toEqual(['42["message",1]', '2']);
});

test('an event whose name only begins alike is no delivery', () => {
  const { reader, heard } = read([frameOf('42["message_updated",{}]'), frameOf('42["message"')]);
  expect(reader.deliveries).toBe(0);
  expect(heard).toHaveLength(2);
});

test('a control frame that looks like a delivery is none', () => {
  expect(read([frameOf('42["message",x', OPCODE.ping)]).reader.deliveries).toBe(0);
});

test('a compressed or masked frame ends the measurement', () => {
  expect(() => read([Buffer.from([0xc1, 1, 0])])).toThrow('compressed');
  expect(() => read([Buffer.from([0x81, 0x81, 0])])).toThrow('masked');
});
