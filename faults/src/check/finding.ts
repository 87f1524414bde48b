import { createHash } from 'node:crypto';
import type { History } from '../record/history.js';
import type { Row, Table } from '../record/table.js';

/** What a check found. `checked`: how many things it looked at; with none of them it says nothing. */
export interface Finding {
  checked: number;
  /** One sentence for each breach. */
  broken: string[];
}

export type Check = (history: History, table: Table) => Finding;

/** The identity of a message: its room, its sender, its clientId. */
export const keyOf = (message: { roomId: string; userId: string; clientId: string }): string =>
  `${message.roomId} ${message.userId} ${message.clientId}`;

export const keyOfRow = ({ roomId, userId, clientId }: Row): string => `${roomId} ${userId} ${clientId}`;

export const placeOf = ({ roomId, seq }: { roomId: string; seq: number }): string => `${roomId} ${seq}`;

/** As the database keeps it of each text: the first eight bytes of the SHA-256, in hex. */
export const digestOf = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 16);

export function group<T>(all: readonly T[], by: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const place = by(one);
    const known = groups.get(place);
    if (known) known.push(one);
    else groups.set(place, [one]);
  }
  return groups;
}

/** Attempts that were acknowledged. */
export function acknowledged(history: History) {
  return history.attempts.flatMap(({ outcome, ...attempt }) =>
    outcome.is === 'stored' ? [{ ...attempt, ...outcome }] : [],
  );
}
