import { confirmedBy } from '../room/optimistic.js';
import { isMine } from '../room/room-snapshot.js';
import { hasGap, type RoomState } from '../room/room-state.js';
import { trimOnNews } from '../room/trim.js';
import { confirmOutgoing } from './on-outbox.js';
import { changeRoom, changeSnapshot, type Turn } from './turn.js';

/** How long a missing change may be late before it is asked for, ms. */
const GAP_WAIT_MS = 300;

/** Changes what is known of a room's history by one of the pure functions, and does what follows from that. */
export function changeHistory(turn: Turn, roomId: string, how: (history: RoomState) => RoomState): void {
  const room = turn.state.rooms.get(roomId);
  if (!room) return;
  const before = room.snapshot.history;
  const changed = how(before);
  if (changed === before) return;
  for (const message of confirmedBy(before, changed)) confirmOutgoing(turn, message);
  const history = trimOnNews(before, changed, turn.state.maxMessages);
  changeSnapshot(turn, roomId, { history });
  if (isMine(room.snapshot.access)) turn.effects.push({ do: 'cache_room', history });
  fillGap(turn, roomId);
}

/** Something is missing: it is asked for, unless it comes by itself. */
export function fillGap(turn: Turn, roomId: string): void {
  const room = turn.state.rooms.get(roomId);
  if (!room || room.isFillingGap || !turn.state.isOnline || !hasGap(room.snapshot.history)) return;
  const { syncState } = room.snapshot.history;
  // The catch-up of the new connection is on its way.
  if (syncState === 'stale') return;
  changeRoom(turn, roomId, { isFillingGap: true });
  turn.effects.push({
    do: 'later',
    name: `gap ${roomId}`,
    wait: { atLeastMs: syncState === 'lost' ? 0 : GAP_WAIT_MS },
    event: { type: 'gap_due', roomId, visit: room.visit, round: turn.state.round, attempt: 0 },
  });
}
