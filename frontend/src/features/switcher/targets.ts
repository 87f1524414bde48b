import { type Person, type RoomList, unreadOf } from '@parley/client';
import type { Room } from '@parley/protocol';
import { EXACT, fit } from './match.js';

/** Where the switcher may lead. */
export type Target =
  | { kind: 'room'; id: string; name: string; room: Room }
  | { kind: 'public'; id: string; name: string; room: Room }
  | { kind: 'person'; id: string; name: string; person: Person };

interface Sources {
  mine: RoomList;
  publicRooms: readonly Room[];
  people: readonly Person[];
  /** Rooms looked at lately, the latest first. */
  visits: readonly string[];
  me: string;
}

const SHOWN = 30;

/** What fits best first; what fits alike as it was used last: visited, unread, then by activity. */
export function targetsFor(typed: string, { mine, publicRooms, people, visits, me }: Sources): Target[] {
  const known = new Set(mine.flatMap(({ id, peer }) => (peer ? [id, peer.userId] : [id])));
  const all: Target[] = [
    ...byUse(mine, visits).map((room) => ({ kind: 'room' as const, id: room.id, name: room.name, room })),
    ...publicRooms
      .filter(({ id, role }) => role === null && !known.has(id))
      .map((room) => ({ kind: 'public' as const, id: room.id, name: room.name, room })),
    ...people
      .filter(({ id }) => id !== me && !known.has(id))
      .map((person) => ({ kind: 'person' as const, id: person.id, name: person.username, person })),
  ];
  return all
    .map((target) => ({ target, fits: fit(typed, target.name) }))
    .filter(({ fits }) => fits > 0)
    .sort((a, b) => b.fits - a.fits)
    .slice(0, SHOWN)
    .map(({ target }) => target);
}

/** Whether nothing that the server may still tell can stand before it. */
export function isCertain(typed: string, target: Target): boolean {
  return target.kind === 'room' && (typed.trim() === '' || fit(typed, target.name) === EXACT);
}

/** The room before the open one stands first: Ctrl+K and Enter go back and forth. The open one stands last. */
function byUse(mine: RoomList, visits: readonly string[]): Room[] {
  const rank = (room: Room) => {
    const at = visits.indexOf(room.id);
    if (at === 0) return Number.POSITIVE_INFINITY;
    if (unreadOf(room) > 0) return at === -1 ? 500 : at;
    return at === -1 ? 1_000 : at;
  };
  return [...mine].sort((a, b) => rank(a) - rank(b) || 0);
}
