import type { ParleyClient } from '@parley/client';
import { Cell } from '../../cell.js';

/** Somebody came to a room I had open, or went from it. `at` in ms of this machine. */
export interface Coming {
  readonly id: number;
  readonly kind: 'came' | 'went';
  readonly userId: string;
  readonly username: string;
  readonly room: string;
  readonly at: number;
  /** How many were in the room then. */
  readonly total: number;
}

const KEPT = 500;

/** Who came and went since the page was opened, the latest first. */
export const comings = new Cell<readonly Coming[]>([]);

/** Writes down what happens from now on. Returns what ends it. */
export function watchComings(client: ParleyClient): () => void {
  const totals = new Map<string, number>();
  const note = (kind: Coming['kind'], user: { userId: string; username: string; roomId: string }) => {
    const { userId, username, roomId } = user;
    if (userId === client.me.id) return;
    const total = Math.max(0, (totals.get(roomId) ?? 0) + (kind === 'came' ? 1 : -1));
    totals.set(roomId, total);
    const room = client.state.rooms?.find(({ id }) => id === roomId)?.name ?? roomId;
    const id = (comings.state[0]?.id ?? 0) + 1;
    comings.set(
      [{ id, kind, userId, username, room, at: Date.now(), total }, ...comings.state].slice(0, KEPT),
    );
  };
  const ends = [
    client.connection.on('room_users', (_, { roomId, total }) => void totals.set(roomId, total)),
    client.connection.on('user_joined', (user) => note('came', user)),
    client.connection.on('user_left', (user) => note('went', user)),
  ];
  return () => {
    for (const end of ends) end();
    comings.set([]);
  };
}
