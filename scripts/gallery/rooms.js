import { withTomas, withWilhelmina, withYuki } from './talk/direct.js';
import { earlier } from './talk/earlier.js';
import { general } from './talk/general.js';
import { books, design, incidents, leads, release } from './talk/work.js';

/**
 * The rooms, in the order they are made. `unread`: how many of the newest I have not read. `with`: a direct room.
 *
 * @typedef {{ name: string; id?: string; kind: 'public' | 'private'; owner: import('./people.js').Who;
 *   without?: import('./people.js').Who[]; days: import('./say.js').Day[]; unread?: number }} Shared
 * @typedef {{ with: import('./people.js').Who; days: import('./say.js').Day[]; unread?: number }} Direct
 */

/** @type {Shared[]} */
export const SHARED = [
  // It is there from the start.
  { name: 'general', id: 'general', kind: 'public', owner: 'amara', days: [...earlier(16, 7), ...general] },
  { name: 'design', id: 'design', kind: 'public', owner: 'dafna', days: [...earlier(4, 11), ...design] },
  {
    name: 'release-2',
    id: 'release-2',
    kind: 'public',
    owner: 'lars',
    days: [...earlier(5, 23), ...release],
    unread: 5,
  },
  { name: 'incidents', id: 'incidents', kind: 'public', owner: 'maksym', days: incidents },
  { name: 'books', id: 'books', kind: 'public', owner: 'noor', days: books, unread: 2 },
  {
    name: 'Team leads',
    kind: 'private',
    owner: 'priya',
    without: ['tomas', 'yuki', 'noor', 'lars', 'dafna', 'wil', 'sam'],
    days: leads,
  },
  { name: 'A room with a rather long name, for all who garden', kind: 'public', owner: 'wil', days: [] },
  // Not mine yet: to be found under "browse".
  { name: 'running', id: 'running', kind: 'public', owner: 'tomas', without: ['amara'], days: [] },
  { name: 'kitchen', id: 'kitchen', kind: 'public', owner: 'priya', without: ['amara'], days: [] },
  { name: 'music', id: 'music', kind: 'public', owner: 'yuki', without: ['amara'], days: [] },
];

/** @type {Direct[]} */
export const DIRECT = [
  { with: 'wil', days: withWilhelmina },
  { with: 'yuki', days: withYuki },
  { with: 'tomas', days: withTomas, unread: 2 },
];
