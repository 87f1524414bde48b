import { hkdfSync } from 'node:crypto';

/** The length of a block of SHA-256, in bytes. */
const BLOCK = 64;

/** The key of `sent_digest`, as the two blocks that HMAC makes of one: PostgreSQL has SHA-256 and no HMAC. */
export function digestKey(secret: string): Buffer {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'parley sent digest', BLOCK));
  return Buffer.concat([key.map((byte) => byte ^ 0x36), key.map((byte) => byte ^ 0x5c)]);
}
