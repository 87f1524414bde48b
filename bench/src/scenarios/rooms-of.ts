import { randomBytes } from 'node:crypto';

/** Names of rooms that nobody has used. */
export function freshRooms(count: number): string[] {
  const run = randomBytes(4).toString('hex');
  return Array.from({ length: count }, (_, n) => `bench-${run}-${n + 1}`);
}
