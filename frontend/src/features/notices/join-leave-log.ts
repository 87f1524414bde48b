import type { ParleyClient, RoomUser } from '@parley/client';
import { Store } from '../../lib/store/store.js';
import { now } from '../../time/clock.js';

/** A user came to a room I had open, or went from it, and the room shows it. `at` in ms of the server's clock. */
export interface JoinLeaveEntry {
  readonly id: number;
  readonly kind: 'came' | 'went';
  readonly userId: string;
  readonly username: string;
  readonly guest?: true | undefined;
  readonly room: string;
  readonly at: number;
  /** How many were in the room then. */
  readonly total: number;
}

const KEPT = 500;

/** Joins and leaves since the page was opened, in rooms that show them, the latest first. */
export const joinLeaveLog = new Store<readonly JoinLeaveEntry[]>([]);

/** Writes down what happens from now on. Returns what ends it. */
export function recordJoinLeave(client: ParleyClient): () => void {
  const totals = new Map<string, number>();
  const note = (kind: JoinLeaveEntry['kind'], user: RoomUser & { roomId: string }) => {
    const { userId, username, guest, roomId } = user;
    if (userId === client.me.id) return;
    const total = Math.max(0, (totals.get(roomId) ?? 0) + (kind === 'came' ? 1 : -1));
    totals.set(roomId, total);
    const room = client.state.rooms?.find(({ id }) => id === roomId);
    // Who looks into which room is not told, unless those who lead it want it so.
    if (!room?.showJoinLeave) return;
    const id = (joinLeaveLog.state[0]?.id ?? 0) + 1;
    joinLeaveLog.set(
      [{ id, kind, userId, username, guest, room: room.name, at: now(), total }, ...joinLeaveLog.state].slice(
        0,
        KEPT,
      ),
    );
  };
  const ends = [
    client.connection.on('room_users', (_, { roomId, total }) => void totals.set(roomId, total)),
    client.connection.on('user_joined', (user) => note('came', user)),
    client.connection.on('user_left', (user) => note('went', user)),
  ];
  return () => {
    for (const end of ends) end();
    joinLeaveLog.set([]);
  };
}
