import { OPCODE } from './frame-reader.js';

const HEADER_16 = 4;

/**
 * One frame as a client must write it: masked. The mask is zero, which is allowed, and spares the load's processor the work
 * of masking. Throws above 65,535 bytes.
 */
export function frame(text: string | Buffer, opcode: number = OPCODE.text): Buffer {
  const length = Buffer.byteLength(text);
  if (length > 0xffff) throw new Error(`A frame of ${length} bytes.`);
  const header = length < 126 ? 2 : HEADER_16;
  const bytes = Buffer.alloc(header + 4 + length);
  bytes[0] = 0x80 | opcode;
  if (header === HEADER_16) {
    bytes[1] = 0x80 | 126;
    bytes.writeUInt16BE(length, 2);
  } else bytes[1] = 0x80 | length;
  if (typeof text === 'string') bytes.write(text, header + 4);
  else text.copy(bytes, header + 4);
  return bytes;
}
