import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
const COLOURS = 256;
/** So many colours are kept for being different; the rest for being frequent. */
const DIFFERENT = 192;

/**
 * A screenshot with 256 colours: less than half as large, and no eye sees it. Pages are paper, ink and a few tones; what
 * is more are the soft edges of letters.
 *
 * @param {Buffer} png 8-bit RGB, as the browser makes it
 */
export function withPalette(png) {
  const { width, height, pixels } = decode(png);
  const palette = choose(pixels);
  const nearest = finder(palette);
  // Filter 0 before each row: what repeats, repeats.
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      rows[y * (width + 1) + 1 + x] = nearest(pixels.readUIntBE((y * width + x) * 3, 3));
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3], 8);
  const table = Buffer.alloc(palette.length * 3);
  for (const [index, colour] of palette.entries()) table.writeUIntBE(colour, index * 3, 3);
  const data = deflateSync(rows, { level: 9, memLevel: 9 });
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', table),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** @param {Buffer} pixels */
function choose(pixels) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (let at = 0; at < pixels.length; at += 3) {
    const colour = pixels.readUIntBE(at, 3);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const frequent = [...counts].sort((a, b) => b[1] - a[1]).map(([colour]) => colour);
  // Of colours that are much alike the most frequent one.
  const different = new Map();
  for (const colour of frequent)
    if (!different.has(colour & 0xf0f0f0)) different.set(colour & 0xf0f0f0, colour);
  return [...new Set([...[...different.values()].slice(0, DIFFERENT), ...frequent])].slice(0, COLOURS);
}

/** @param {number[]} palette */
function finder(palette) {
  const known = new Map(palette.map((colour, index) => [colour, index]));
  return (/** @type {number} */ colour) => {
    const index = known.get(colour);
    if (index !== undefined) return index;
    const distances = palette.map((one) => distance(one, colour));
    const found = distances.indexOf(Math.min(...distances));
    known.set(colour, found);
    return found;
  };
}

const distance = (/** @type {number} */ a, /** @type {number} */ b) =>
  [16, 8, 0].reduce((sum, shift) => sum + (((a >> shift) & 255) - ((b >> shift) & 255)) ** 2, 0);

/** @param {Buffer} png */
function decode(png) {
  const parts = [];
  let [width, height] = [0, 0];
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const name = png.toString('latin1', at + 4, at + 8);
    const body = png.subarray(at + 8, at + 8 + length);
    if (name === 'IHDR') {
      width = body.readUInt32BE(0);
      height = body.readUInt32BE(4);
      if (body[8] !== 8 || body[9] !== 2) throw new Error('not an 8-bit RGB picture');
    }
    if (name === 'IDAT') parts.push(body);
    at += 12 + length;
  }
  return { width, height, pixels: unfilter(inflateSync(Buffer.concat(parts)), width * 3, height) };
}

/**
 * Each byte is told as a difference from what is left of it, above it, or both; the row's first byte says how.
 *
 * @param {Buffer} raw
 * @param {number} stride
 * @param {number} height
 */
function unfilter(raw, stride, height) {
  const pixels = Buffer.alloc(height * stride);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x += 1) {
      const at = y * stride + x;
      const left = x < 3 ? 0 : (pixels[at - 3] ?? 0);
      const above = y === 0 ? 0 : (pixels[at - stride] ?? 0);
      const corner = x < 3 || y === 0 ? 0 : (pixels[at - stride - 3] ?? 0);
      const guess = [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter] ?? 0;
      pixels[at] = (raw[y * (stride + 1) + 1 + x] ?? 0) + guess;
    }
  }
  return pixels;
}

function paeth(/** @type {number} */ left, /** @type {number} */ above, /** @type {number} */ corner) {
  const [toLeft, toAbove, toCorner] = [above - corner, left - corner, left + above - 2 * corner].map(
    Math.abs,
  );
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

/** @param {string} name @param {Buffer} body */
function chunk(name, body) {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), body]);
  const frame = Buffer.alloc(named.length + 8);
  frame.writeUInt32BE(body.length, 0);
  named.copy(frame, 4);
  frame.writeUInt32BE(crc32(named), named.length + 4);
  return frame;
}
