/** A whole WebSocket text frame of a server: final, without a mask (RFC 6455, section 5.2). */
export function textFrame(payload: Buffer): Buffer {
  return Buffer.concat([header(payload.length), payload]);
}

function header(length: number): Buffer {
  if (length < 126) return Buffer.from([0x81, length]);
  if (length < 65_536) return Buffer.from([0x81, 126, length >> 8, length & 0xff]);
  const long = Buffer.alloc(10);
  long.writeUInt16BE(0x817f);
  long.writeBigUInt64BE(BigInt(length), 2);
  return long;
}
