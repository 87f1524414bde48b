import { deflateSync, inflateSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { withPalette } from './png.js';

/** A picture of one row, unfiltered: as much of the format as is read. Its checksums are not looked at. */
function picture(colours) {
  const chunk = (name, body) => {
    const frame = Buffer.alloc(body.length + 12);
    frame.writeUInt32BE(body.length, 0);
    frame.write(name, 4, 'latin1');
    body.copy(frame, 8);
    return frame;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(colours.length, 0);
  header.writeUInt32BE(1, 4);
  header.set([8, 2], 8);
  const row = Buffer.concat([Buffer.from([0]), ...colours.map((colour) => Buffer.from(colour, 'hex'))]);
  return Buffer.concat([Buffer.alloc(8), chunk('IHDR', header), chunk('IDAT', deflateSync(row))]);
}

/** The colours of the one row of a picture with a palette. */
function coloursOf(png) {
  const table = png.subarray(png.indexOf('PLTE') + 4);
  const [, ...indexes] = inflateSync(png.subarray(png.indexOf('IDAT') + 4));
  return indexes.map((index) => table.subarray(index * 3, index * 3 + 3).toString('hex'));
}

test('a picture of few colours stays exactly as it was', () => {
  const colours = ['ffffff', '1a1f2b', 'ffffff', '0057d9', 'd93a2b'];
  expect(coloursOf(withPalette(picture(colours)))).toEqual(colours);
});

test('of too many colours the rare ones become their neighbours, and none that stands alone is lost', () => {
  const greys = Array.from({ length: 256 }, (_, grey) => grey.toString(16).padStart(2, '0').repeat(3));
  const colours = [...greys, ...greys, 'ff8800'];
  const drawn = coloursOf(withPalette(picture(colours)));
  expect(drawn.at(-1)).toBe('ff8800');
  expect(new Set(drawn).size).toBe(256);
});
