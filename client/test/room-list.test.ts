import { describe, expect, test } from '@jest/globals';
import type { Room } from '@parley/protocol';
import fc from 'fast-check';
import * as list from '../src/room-list.js';

const EPOCH = '00000000-0000-4000-8000-000000000001';

const direct = (userId: string, online?: boolean): Room => ({
  id: `with-${userId}`,
  name: userId,
  kind: 'direct',
  topic: '',
  epoch: EPOCH,
  rev: 2,
  lastSeq: 0,
  lastAt: null,
  readSeq: 0,
  role: 'member',
  peer: { userId, username: userId, ...(online !== undefined && { online }) },
});

describe('a list of rooms that hears what happens', () => {
  const IDS = ['tea', 'milk', 'jam'] as const;

  interface Step {
    what: 'message' | 'read' | 'comes or goes';
    roomId: (typeof IDS)[number];
    by: number;
  }

  const aStep: fc.Arbitrary<Step> = fc.record({
    what: fc.constantFrom('message', 'message', 'read', 'read', 'message', 'comes or goes'),
    roomId: fc.constantFrom(...IDS),
    by: fc.integer({ min: 1, max: 5 }),
  });

  /** What the server knows of my rooms in the end, every event it told on the way, and every list it would have given. */
  function happen(steps: readonly Step[]) {
    const all = new Map<string, Room>(IDS.map((id) => [id, { ...direct(id), id }]));
    const inside = new Set<string>(IDS);
    const told: ((rooms: list.RoomList) => list.RoomList)[] = [];
    const lists: Room[][] = [[...all.values()]];
    let now = 1_000;
    for (const { what, roomId, by } of steps) {
      const room = all.get(roomId) ?? direct(roomId);
      now += by;
      if (what === 'comes or goes' && inside.delete(roomId)) {
        told.push((rooms) => list.removeRoom(rooms, roomId));
      } else if (what === 'comes or goes') {
        inside.add(roomId);
        told.push((rooms) => list.addRoom(rooms, room));
      } else if (what === 'message') {
        const [lastSeq, lastAt] = [room.lastSeq + by, now];
        all.set(roomId, { ...room, lastSeq, lastAt });
        if (inside.has(roomId)) told.push((rooms) => list.recordActivity(rooms, roomId, lastSeq, lastAt));
      } else {
        const readSeq = Math.min(room.lastSeq, room.readSeq + by);
        all.set(roomId, { ...room, readSeq });
        if (inside.has(roomId)) told.push((rooms) => list.readUpTo(rooms, roomId, readSeq));
      }
      lists.push([...all.values()].filter(({ id }) => inside.has(id)));
    }
    return { mine: lists.at(-1) ?? [], told, lists };
  }

  const byId = (rooms: list.RoomList) => [...rooms].sort((a, b) => a.id.localeCompare(b.id));

  test('in any order and doubled, with older lists among it, takes nothing back, and ends with a fresh list as that one is', () => {
    fc.assert(
      fc.property(
        fc.array(aStep, { maxLength: 40 }),
        fc.array(fc.record({ where: fc.nat(), isList: fc.constantFrom(true, false, false, false) }), {
          maxLength: 80,
        }),
        (steps, order) => {
          const { mine, told, lists } = happen(steps);
          let rooms: list.RoomList = lists[0] ?? [];
          for (const { where, isList } of order) {
            const event = told[where % Math.max(1, told.length)];
            const old = lists[where % Math.max(1, lists.length)];
            const before = new Map(rooms.map((room) => [room.id, room]));
            if (isList && old) rooms = list.replaceAll(rooms, old);
            else if (event) rooms = event(rooms);
            for (const { id, lastSeq, readSeq } of rooms) {
              // What is old takes nothing back.
              expect(lastSeq).toBeGreaterThanOrEqual(before.get(id)?.lastSeq ?? 0);
              expect(readSeq).toBeGreaterThanOrEqual(before.get(id)?.readSeq ?? 0);
            }
            expect(new Set(rooms.map(({ id }) => id)).size).toBe(rooms.length);
          }
          expect(byId(list.replaceAll(rooms, mine))).toEqual(byId(mine));
        },
      ),
      { numRuns: 500 },
    );
  });

  test('stands with the latest activity first, whatever came first', () => {
    fc.assert(
      fc.property(fc.array(aStep, { maxLength: 40 }), (steps) => {
        const { mine, told } = happen(steps);
        const fresh = list.replaceAll([], mine);
        const heard = list.replaceAll(
          told.reduceRight<list.RoomList>((rooms, tell) => tell(rooms), []),
          mine,
        );
        expect(heard).toEqual(fresh);
        const times = fresh.map(({ lastAt }) => lastAt ?? 0);
        expect(times).toEqual([...times].sort((a, b) => b - a));
      }),
    );
  });
});

test('a list that tells of another history is believed, whatever was heard of the former one', () => {
  const heard = list.recordActivity([direct('ada')], 'with-ada', 9, 1_000);
  const rewound = { ...direct('ada'), epoch: '00000000-0000-4000-8000-000000000002', lastSeq: 3 };
  expect(list.replaceAll(heard, [rewound])).toEqual([rewound]);
});

test('a list of rooms tells which partners are online, and overrules what was heard before', () => {
  const heard = new Map([
    ['ada', true],
    ['ben', true],
  ]);
  const online = list.onlinePartners(heard, [direct('ada', false), direct('cid', true)]);
  expect([...online]).toEqual([
    ['ada', false],
    ['ben', true],
    ['cid', true],
  ]);
});

test('a list that names no partner changes nothing', () => {
  const heard = new Map([['ada', true]]);
  expect(list.onlinePartners(heard, [direct('ada')])).toBe(heard);
});

test('[R13] what a room is called and what I may in it follows what is told of it', () => {
  const tea: Room = { ...direct('tea'), id: 'tea', name: 'Tea', kind: 'public', peer: null };
  const rooms = [tea];
  const settings = { roomId: 'tea', rev: 3, name: 'Tea house', topic: 'Leaves', slowSeconds: 5 };
  const slow = list.changeSettings(rooms, settings);
  expect(slow).toEqual([{ ...tea, name: 'Tea house', topic: 'Leaves', slowSeconds: 5 }]);
  expect(list.changeSettings(slow, { ...settings, slowSeconds: 0 })[0]).not.toHaveProperty('slowSeconds');
  const me = {
    roomId: 'tea',
    rev: 4,
    userId: 'me',
    username: 'Me',
    role: 'moderator',
    member: true,
  } as const;
  const muted = list.changeMembership(rooms, { ...me, mutedUntil: 9 });
  expect(muted).toEqual([{ ...tea, role: 'moderator', mutedUntil: 9 }]);
  expect(list.changeMembership(muted, me)).toEqual([{ ...tea, role: 'moderator' }]);
  expect(list.changeMembership(rooms, { ...me, member: false })).toBe(rooms);
});

test('[R13] a room that is entered stands in the list as it is now, and what was heard of it stays heard', () => {
  const tea: Room = { ...direct('tea'), id: 'tea', name: 'Tea', kind: 'public', peer: null, readSeq: 3 };
  const entered: Room = { ...tea, name: 'Tea house', mutedUntil: 9, slowSeconds: 5, lastSeq: 7, readSeq: 2 };
  expect(list.updateRoom([tea], entered)).toEqual([{ ...entered, readSeq: 3 }]);
  expect(list.updateRoom([], entered)).toEqual([]);
});
