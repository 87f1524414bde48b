import type { Message } from '@parley/protocol';
import { ParleyError } from '../../src/errors.js';
import type { Effect } from '../../src/hub/effect.js';
import type { HubEvent } from '../../src/hub/hub-event.js';
import { type HubState, initialState } from '../../src/hub/hub-state.js';
import { update } from '../../src/hub/update.js';
import type { Outgoing } from '../../src/outbox/outbox-storage.js';
import { ADA, EPOCH, message, uuid } from './room-history.js';

const OFFLINE = new ParleyError('disconnected', 'The connection ended.', true, 'unknown');
const TIMEOUT = new ParleyError('timeout', 'No answer.', true, 'unknown');

interface Attempt {
  outgoing: Outgoing;
  /** The client waits for no answer to it any more. */
  isGivenUp: boolean;
}

/** A client whose network, server, storage and timers do what the test says, one thing after the other, without any clock. */
export class HubModel {
  state: HubState;
  /** What the server stored, by room, each clientId once. */
  readonly stored = new Map<string, Message[]>();
  /** What was written, by room. */
  readonly written = new Map<string, string[]>();
  /** How often each promise of `send` was settled. */
  readonly settled = new Map<string, number>();
  private attempts: Attempt[] = [];
  private puts: Outgoing[] = [];
  private timers = new Map<string, HubEvent>();
  private readonly told = new Map<string, number>();
  private next = 1;

  constructor(readonly roomIds: readonly string[]) {
    this.state = initialState(ADA, Number.POSITIVE_INFINITY, 1);
    for (const roomId of roomIds) {
      this.stored.set(roomId, []);
      this.written.set(roomId, []);
      this.dispatch({ type: 'open_room', roomId, how: 'join_room', known: null });
      this.tell({ name: 'message_history', args: [[], { roomId, epoch: EPOCH, rev: 0 }] });
    }
  }

  write(roomId: string): void {
    const clientId = uuid(this.next++);
    this.written.get(roomId)?.push(clientId);
    this.dispatch({ type: 'write', outgoing: { clientId, roomId, message: clientId, queuedAt: 0 } });
  }

  /** The storage has written the next message. */
  finishPut(): void {
    const outgoing = this.puts.shift();
    if (outgoing) this.dispatch({ type: 'outgoing_written', outgoing });
  }

  /** An attempt, perhaps an old one, comes to the server; its answer is lost. */
  arrive(where: number): void {
    const attempt = this.pick(where);
    if (attempt) this.store(attempt.outgoing);
  }

  answer(where: number): void {
    const attempt = this.pick(where);
    if (!attempt) return;
    const stored = this.store(attempt.outgoing);
    this.attempts = this.attempts.filter((one) => one !== attempt);
    if (!attempt.isGivenUp) this.dispatch({ type: 'stored', message: stored });
  }

  timeOut(where: number): void {
    const attempt = this.pick(where);
    if (!attempt || attempt.isGivenUp) return;
    attempt.isGivenUp = true;
    this.dispatch({ type: 'send_failed', outgoing: attempt.outgoing, error: TIMEOUT });
  }

  /** The next message of a room is told. */
  hear(where: number): void {
    const roomId = this.roomIds[where % this.roomIds.length] ?? '';
    const row = this.stored.get(roomId)?.[this.told.get(roomId) ?? 0];
    if (!this.state.isOnline || !row) return;
    this.told.set(roomId, row.seq);
    this.tell({ name: 'message', args: [row] });
  }

  loseConnection(): void {
    if (!this.state.isOnline) return;
    for (const attempt of this.attempts.filter(({ isGivenUp }) => !isGivenUp)) {
      attempt.isGivenUp = true;
      this.dispatch({ type: 'send_failed', outgoing: attempt.outgoing, error: OFFLINE });
    }
    this.dispatch({ type: 'offline' });
  }

  connect(): void {
    if (!this.state.isOnline) this.dispatch({ type: 'online' });
  }

  fireTimer(where: number): void {
    const names = [...this.timers.keys()];
    const name = names[where % Math.max(1, names.length)] ?? '';
    const event = this.timers.get(name);
    this.timers.delete(name);
    if (event) this.dispatch(event);
  }

  /** From now on everything works: until nothing is left to be done. */
  settleAll(): void {
    this.connect();
    for (let round = 0; round < 10_000; round += 1) {
      if (this.puts.length > 0) this.finishPut();
      else if (this.attempts.length > 0) this.answer(0);
      else if (this.timers.size > 0) this.fireTimer(0);
      else return;
    }
    throw new Error('it never comes to rest');
  }

  dispatch(event: HubEvent): void {
    const { state, effects } = update(this.state, event);
    this.state = state;
    for (const effect of effects) this.run(effect);
  }

  private run(effect: Effect): void {
    switch (effect.do) {
      case 'send':
        if (this.state.isOnline) this.attempts.push({ outgoing: effect.outgoing, isGivenUp: false });
        else this.dispatch({ type: 'send_failed', outgoing: effect.outgoing, error: OFFLINE });
        break;
      case 'write_outgoing':
        this.puts.push(effect.outgoing);
        break;
      case 'resolve_delivery':
        this.settled.set(effect.message.clientId, (this.settled.get(effect.message.clientId) ?? 0) + 1);
        break;
      case 'sync':
        this.sync(effect);
        break;
      case 'later':
        this.timers.set(effect.name, effect.event);
        break;
      case 'cancel_timers':
        this.timers.clear();
        break;
    }
  }

  private sync({ request }: Extract<Effect, { do: 'sync' }>): void {
    const rooms = [...request.asked].map(([roomId, { head }]) => {
      const all = this.stored.get(roomId) ?? [];
      this.told.set(roomId, all.length);
      const changes = all.slice(head.rev).map((row) => ({ kind: 'message' as const, row }));
      return [roomId, { status: 'delta' as const, epoch: EPOCH, rev: all.length, changes }] as const;
    });
    const answer = { rooms: Object.fromEntries(rooms), mine: [] };
    this.dispatch({ type: 'synced', request, answer, serverNow: 0 });
  }

  private store({ roomId, clientId }: Outgoing): Message {
    const all = this.stored.get(roomId) ?? [];
    const known = all.find((one) => one.clientId === clientId);
    if (known) return known;
    const seq = all.length + 1;
    const stored = { ...message(seq, seq, ADA), roomId, clientId };
    all.push(stored);
    return stored;
  }

  private tell(event: Extract<HubEvent, { type: 'server_event' }>['event']): void {
    this.dispatch({ type: 'server_event', event, at: 0, serverNow: 0 });
  }

  private pick(where: number): Attempt | undefined {
    return this.attempts[where % Math.max(1, this.attempts.length)];
  }
}
