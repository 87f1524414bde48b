import { randomBytes } from 'node:crypto';
import type { Seat } from '../target/dialect.js';

/** Characters of a message, unless a scenario is about something else. */
export const LENGTH = 130;

/** Names of rooms that were not used. */
export function freshRooms(count: number): string[] {
  const run = randomBytes(4).toString('hex');
  return Array.from({ length: count }, (_, n) => `bench-${run}-${n + 1}`);
}

/** Everybody in one room, spread over the instances; the first talks. */
export function oneRoom(room: string, tokens: readonly string[], ports: readonly number[]): Seat[] {
  return tokens.map((token, n) => ({
    port: portFor(n, ports),
    token,
    rooms: [room],
    role: n === 0 ? 'says' : 'hears',
  }));
}

/** Each room with people of its own, of whom one talks. */
export function manyRooms(
  rooms: readonly string[],
  tokens: readonly string[],
  ports: readonly number[],
): Seat[] {
  return tokens.map((token, n) => ({
    port: portFor(n, ports),
    token,
    rooms: [rooms[n % rooms.length] ?? ''],
    role: n < rooms.length ? 'says' : 'hears',
  }));
}

/** Everybody in several of the rooms, which are all as full; the first few talk, each in all its rooms by turns. */
export function severalEach(
  rooms: readonly string[],
  each: number,
  speakers: number,
  tokens: readonly string[],
  ports: readonly number[],
): Seat[] {
  return tokens.map((token, n) => ({
    port: portFor(n, ports),
    token,
    rooms: Array.from({ length: each }, (_, k) => rooms[(n * each + k) % rooms.length] ?? ''),
    role: n < speakers ? 'says' : 'hears',
  }));
}

const portFor = (n: number, ports: readonly number[]) => ports[n % ports.length] ?? 0;
