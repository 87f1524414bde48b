import { expect, test } from '@jest/globals';
import type { EventArgs, Message } from '@parley/protocol';
import fc from 'fast-check';
import type { Effect } from '../src/hub/effect.js';
import { Hub } from '../src/hub/hub.js';
import type { HubEvent } from '../src/hub/hub-event.js';
import { type HubState, initialState } from '../src/hub/hub-state.js';
import { update } from '../src/hub/update.js';
import { HubModel } from './support/hub-model.js';
import { ADA, EPOCH, message, RoomHistory, uuid } from './support/room-history.js';
import { teaRoom } from './support/tea.js';

const anAccident = fc.record({
  what: fc.constantFrom(
    ...(['write', 'write', 'put', 'put', 'answer', 'answer', 'arrive', 'time out'] as const),
    ...(['heard', 'heard', 'timer', 'timer', 'connection lost', 'connected'] as const),
  ),
  where: fc.nat(),
});

/** Whatever happens, in this order. */
function after(accidents: readonly { what: string; where: number }[]): HubModel {
  const model = new HubModel(['tea', 'milk']);
  const acts: Record<string, (where: number) => void> = {
    write: (where) => model.write(where % 2 ? 'tea' : 'milk'),
    put: () => model.finishPut(),
    answer: (where) => model.answer(where),
    arrive: (where) => model.arrive(where),
    'time out': (where) => model.timeOut(where),
    heard: (where) => model.hear(where),
    timer: (where) => model.fireTimer(where),
    'connection lost': () => model.loseConnection(),
    connected: () => model.connect(),
  };
  for (const { what, where } of accidents) acts[what]?.(where);
  return model;
}

test('what is written is stored once and in its order, and each promise is kept once, whatever the network does', () => {
  fc.assert(
    fc.property(fc.array(anAccident, { maxLength: 80, size: 'max' }), (accidents) => {
      const model = after(accidents);
      model.settleAll();
      for (const roomId of model.roomIds) {
        const stored = model.stored.get(roomId)?.map(({ clientId }) => clientId);
        expect(stored).toEqual(model.written.get(roomId));
        const { history } = model.state.rooms.get(roomId)?.snapshot ?? {};
        expect(history?.pending).toEqual([]);
        expect(history?.messages.map(({ clientId }) => clientId)).toEqual(stored);
      }
      expect(model.state.client.unsent).toBe(0);
      const all = [...model.written.values()].flat();
      expect(all.map((clientId) => model.settled.get(clientId))).toEqual(all.map(() => 1));
    }),
    { numRuns: 200 },
  );
});

test('nothing is seen twice on the way: a message is pending or stored, never both and never neither', () => {
  fc.assert(
    fc.property(fc.array(anAccident, { maxLength: 60, size: 'max' }), (accidents) => {
      const model = after(accidents);
      for (const roomId of model.roomIds) {
        const { history } = model.state.rooms.get(roomId)?.snapshot ?? {};
        const seen = [...(history?.messages ?? []), ...(history?.pending ?? [])].map((one) => one.clientId);
        expect(new Set(seen)).toEqual(new Set(model.written.get(roomId)));
        expect(seen).toHaveLength(new Set(seen).size);
      }
    }),
    { numRuns: 200 },
  );
});

/** The state after these events, and what is to be done about the last of them. */
function run(events: readonly HubEvent[], from: HubState = begin()) {
  let turn: { state: HubState; effects: readonly Effect[] } = { state: from, effects: [] };
  for (const event of events) turn = update(turn.state, event);
  return turn;
}

const begin = () => initialState(ADA, Number.POSITIVE_INFINITY, 1);
const open = { type: 'open_room', roomId: 'tea', how: 'join_room', known: null } as const;
const history = new RoomHistory(Array.from({ length: 6 }, () => ({ kind: 'message', person: 2 })));
const page = (rev: number): HubEvent => {
  const args: EventArgs<'message_history'> = [
    [...history.page(rev).messages],
    { roomId: 'tea', epoch: EPOCH, rev },
  ];
  return { type: 'server_event', event: { name: 'message_history', args }, at: 0, serverNow: 0 };
};
const named = <D extends Effect['do']>(effects: readonly Effect[], name: D) =>
  effects.filter((effect): effect is Extract<Effect, { do: D }> => effect.do === name);

test('an answer settles its message in one turn: the list, the room, the outbox and the promise', () => {
  const outgoing = { clientId: uuid(7), roomId: 'tea', message: 'Milk?', queuedAt: 0 };
  const sent = run([
    { type: 'online' },
    { type: 'list_loaded', rooms: [teaRoom({ epoch: EPOCH, rev: 3 })] },
    open,
    page(3),
    { type: 'write', outgoing },
    { type: 'outgoing_written', outgoing },
  ]);
  expect(named(sent.effects, 'send')).toEqual([{ do: 'send', outgoing }]);
  const stored: Message = { ...message(4, 4), clientId: outgoing.clientId };
  const { state, effects } = run([{ type: 'stored', message: stored }], sent.state);
  const { pending, messages } = state.rooms.get('tea')?.snapshot.history ?? {};
  expect([pending, messages?.at(-1), state.client.unsent]).toEqual([[], stored, 0]);
  expect(state.client.rooms?.[0]?.lastSeq).toBe(4);
  expect(named(effects, 'resolve_delivery')).toEqual([{ do: 'resolve_delivery', message: stored }]);
  expect(named(effects, 'show_room')).toHaveLength(1);
  const again = run([{ type: 'stored', message: stored }], state);
  expect(again.state).toBe(state);
  expect(again.effects).toEqual([]);
});

test('what is written before the rooms are caught up is sent after that', () => {
  const write = (number: number): HubEvent[] => {
    const outgoing = { clientId: uuid(number), roomId: 'tea', message: 'Milk?', queuedAt: 0 };
    return [
      { type: 'write', outgoing },
      { type: 'outgoing_written', outgoing },
    ];
  };
  const before = run([{ type: 'online' }, ...write(7)]);
  const stored = { ...message(4, 4), clientId: uuid(7) };
  const back = run(
    [{ type: 'stored', message: stored }, { type: 'offline' }, { type: 'online' }],
    before.state,
  );
  const [request] = named(back.effects, 'sync').map((effect) => effect.request);
  if (!request) throw new Error('it asks');
  const written = run(write(8), back.state);
  expect(named(written.effects, 'send')).toEqual([]);
  const answer = { rooms: {}, mine: [] };
  const caughtUp = run([{ type: 'synced', request, answer, serverNow: 0 }], written.state);
  expect(named(caughtUp.effects, 'send').map(({ outgoing }) => outgoing.clientId)).toEqual([uuid(8)]);
});

test('a catch-up that an earlier connection asked for changes nothing', () => {
  const asked = run([open, page(2), { type: 'online' }]);
  const [request] = named(asked.effects, 'sync').map((effect) => effect.request);
  if (!request) throw new Error('it asks');
  const answer = { rooms: { tea: history.delta(2, 6) }, mine: [] };
  const again = run([{ type: 'offline' }, { type: 'online' }], asked.state).state;
  expect(run([{ type: 'synced', request, answer, serverNow: 0 }], again).state).toBe(again);
  const now = run([{ type: 'synced', request, answer, serverNow: 0 }], asked.state).state;
  expect(now.rooms.get('tea')?.snapshot.history.head?.rev).toBe(6);
});

test('an answer to an earlier opening of a room changes nothing in the present one', () => {
  const first = run([{ type: 'online' }, open]);
  const [entry] = named(first.effects, 'enter');
  if (!entry) throw new Error('it enters');
  const again = run([{ type: 'close_room', roomId: 'tea' }, open], first.state);
  const room = teaRoom({ epoch: EPOCH, rev: 3 });
  const entered = { type: 'entered', roomId: 'tea', room } as const;
  expect(run([{ ...entered, visit: entry.visit }], again.state).state).toBe(again.state);
  const visit = named(again.effects, 'enter')[0]?.visit ?? 0;
  expect(run([{ ...entered, visit }], again.state).state.rooms.get('tea')?.snapshot.access.state).toBe(
    'inside',
  );
});

test('a room whose history is lost asks for it as soon as there is a connection, and not before', () => {
  const elsewhere = { roomId: 'tea', epoch: uuid(4_444), rev: 1 };
  const head = { name: 'room_head' as const, args: [elsewhere] as [typeof elsewhere] };
  const told = { type: 'server_event', event: head, at: 0, serverNow: 0 } as const;
  const lost = run([open, page(2), { type: 'online' }, told]);
  expect(named(lost.effects, 'later').map(({ name, wait }) => [name, wait.atLeastMs])).toEqual([
    ['gap tea', 0],
  ]);
  const away = run([{ type: 'offline' }], lost.state);
  expect(named(away.effects, 'later')).toEqual([]);
  expect(named(run([{ type: 'online' }], away.state).effects, 'sync')).toHaveLength(1);
});

test('what an effect brings about changes the state at once, and is done after all that was begun', () => {
  const done: string[] = [];
  let depth = 0;
  const hub: Hub = new Hub(
    begin(),
    (effect) => {
      done.push(effect.do);
      depth += 1;
      expect(depth).toBe(1);
      if (effect.do === 'load_room') leave();
      depth -= 1;
    },
    (error) => {
      throw error;
    },
  );
  const leave = () => {
    hub.dispatch({ type: 'mark_read', roomId: 'tea', seq: 1 });
    hub.dispatch({ type: 'close_room', roomId: 'tea' });
    expect(hub.state.rooms.size).toBe(0);
  };
  hub.dispatch({ type: 'online' });
  hub.dispatch(open);
  expect(done).toEqual(['sync', 'load_room', 'enter', 'send_read_mark', 'remember_room', 'unwatch']);
});
