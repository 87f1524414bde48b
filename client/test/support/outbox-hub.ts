import type { Message } from '@parley/protocol';
import type { ParleyError } from '../../src/errors.js';
import type { Effect } from '../../src/hub/effect.js';
import { Hub } from '../../src/hub/hub.js';
import { initialState } from '../../src/hub/hub-state.js';
import { Timers } from '../../src/hub/timers.js';
import { Deliveries } from '../../src/outbox/deliveries.js';
import type { OutboxOptions } from '../../src/outbox/outbox-options.js';
import { waitingIn } from '../../src/outbox/outbox-state.js';
import { MemoryOutboxStorage, type Outgoing } from '../../src/outbox/outbox-storage.js';
import { OutboxWriter } from '../../src/outbox/outbox-writer.js';
import { ADA, EPOCH, message } from './room-history.js';
import { until } from './until.js';

interface Attempt {
  outgoing: Outgoing;
  stored(seq: number): void;
  fails(error: ParleyError): void;
}

const fault = (error: unknown): never => {
  throw error;
};

/** The hub without a connection: every attempt to send is for the test to decide. */
export class OutboxHub {
  readonly attempts: Attempt[] = [];
  readonly failed: string[] = [];
  readonly counts: number[] = [];
  private readonly deliveries = new Deliveries();
  private readonly timers = new Timers();
  private readonly writer: OutboxWriter;
  private readonly hub: Hub;

  constructor({ storage = new MemoryOutboxStorage(), width = 1 }: OutboxOptions = {}) {
    this.writer = new OutboxWriter(storage, fault);
    this.hub = new Hub(
      initialState(ADA, Number.POSITIVE_INFINITY, width),
      (effect) => this.run(effect),
      fault,
    );
    this.hub.subscribe(() => {
      const { unsent } = this.hub.state.client;
      if (unsent !== (this.counts.at(-1) ?? 0)) this.counts.push(unsent);
    });
  }

  load(): Promise<void> {
    return this.writer.load((left) => this.hub.dispatch({ type: 'outbox_restored', left }));
  }

  add(outgoing: Outgoing): Promise<Message> {
    const done = this.deliveries.of(outgoing.clientId);
    this.hub.dispatch({ type: 'write', outgoing });
    return done;
  }

  retry({ roomId, clientId }: Outgoing): Promise<Message> {
    const done = this.deliveries.of(clientId);
    this.hub.dispatch({ type: 'retry', roomId, clientId });
    return done;
  }

  discard({ roomId, clientId }: Outgoing): void {
    this.hub.dispatch({ type: 'discard', roomId, clientId });
  }

  openRoom(roomId: string): void {
    this.hub.dispatch({ type: 'open_room', roomId, how: 'join_room', known: null });
  }

  /** The room's newest page, with this message in it. */
  hear(message: Message): void {
    const { roomId, rev } = message;
    const args: [Message[], { roomId: string; epoch: string; rev: number }] = [
      [message],
      { roomId, epoch: EPOCH, rev },
    ];
    const event = { name: 'message_history' as const, args };
    this.hub.dispatch({ type: 'server_event', event, at: 0, serverNow: 0 });
  }

  reconnect(): void {
    this.hub.dispatch({ type: 'offline' });
    this.hub.dispatch({ type: 'online' });
  }

  waitingIn(roomId: string): Outgoing[] {
    return waitingIn(this.hub.state.outbox, roomId);
  }

  /** The attempt of that number, when there is one. */
  async attempt(index: number): Promise<Attempt> {
    await until(() => this.attempts.length > index, `attempt ${index}`);
    const attempt = this.attempts[index];
    if (!attempt) throw new Error('there is one');
    return attempt;
  }

  private run(effect: Effect): void {
    const { hub } = this;
    switch (effect.do) {
      case 'send':
        this.send(effect.outgoing);
        break;
      case 'sync':
        hub.dispatch({
          type: 'synced',
          request: effect.request,
          answer: { rooms: {}, mine: [] },
          serverNow: 0,
        });
        break;
      case 'write_outgoing':
        this.writer.put(effect.outgoing, () =>
          hub.dispatch({ type: 'outgoing_written', outgoing: effect.outgoing }),
        );
        break;
      case 'remove_outgoing':
        this.writer.remove(effect.clientId);
        break;
      case 'resolve_delivery':
        this.deliveries.resolve(effect.message);
        break;
      case 'reject_delivery':
        this.failed.push(effect.error.code);
        this.deliveries.reject(effect.clientId, effect.error);
        break;
      case 'later':
        this.timers.set(effect.name, 1, () => hub.dispatch(effect.event));
        break;
      case 'cancel_timers':
        this.timers.clear();
        break;
    }
  }

  private send(outgoing: Outgoing): void {
    const { clientId, roomId } = outgoing;
    this.attempts.push({
      outgoing,
      stored: (seq) =>
        this.hub.dispatch({ type: 'stored', message: { ...message(seq, seq), clientId, roomId } }),
      fails: (error) => this.hub.dispatch({ type: 'send_failed', outgoing, error }),
    });
  }
}
