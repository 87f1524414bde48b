import type { RoomUser } from '@parley/protocol';
import { type Backoff, fullJitter, RECONNECT } from '../backoff.js';
import type { RoomCache } from '../cache/room-cache.js';
import type { Connection } from '../connection.js';
import { ParleyError } from '../errors.js';
import type { Listeners } from '../listeners.js';
import type { Deliveries } from '../outbox/deliveries.js';
import type { OutboxWriter } from '../outbox/outbox-writer.js';
import type { ReadMarks } from '../read-marks.js';
import type { RoomSnapshot } from '../room/room-snapshot.js';
import type { Effect, Wait } from './effect.js';
import type { Hub } from './hub.js';
import type { HubEvent } from './hub-event.js';
import type { Revalidator } from './revalidator.js';
import { Timers } from './timers.js';

/** The rooms that programs have open. */
interface ShownRooms {
  get(roomId: string): ShownRoom | undefined;
}

interface ShownRoom {
  show(before: RoomSnapshot, after: RoomSnapshot): void;
  emit(name: 'joined' | 'left', user: RoomUser): void;
  settleReady(error: ParleyError | null): void;
}

/** What effects are done with. */
export interface EffectTools {
  readonly connection: Connection;
  readonly cache: RoomCache;
  readonly revalidator: Revalidator;
  readonly outboxWriter: OutboxWriter;
  readonly outboxBackoff: Backoff;
  readonly deliveries: Deliveries;
  readonly readMarks: ReadMarks;
  readonly rooms: ShownRooms;
  /** Of the client's state. */
  readonly listeners: Listeners;
  readonly hub: Hub;
  onFault(error: unknown): void;
}

/** The one place where effects are done. */
export class EffectRunner {
  private readonly timers = new Timers();

  constructor(private readonly tools: EffectTools) {}

  run(effect: Effect): void {
    // The table pairs each effect with what does it; the compiler loses the pairing at the look-up.
    (this.actions[effect.do] as (effect: Effect) => void)(effect);
  }

  private readonly actions: { readonly [D in Effect['do']]: (effect: EffectOf<D>) => void } = {
    send: (effect) => void this.send(effect),
    sync: (effect) => void this.sync(effect),
    enter: (effect) => void this.enter(effect),
    request_ban_end: (effect) => void this.requestBanEnd(effect),
    unwatch: ({ roomId }) =>
      void this.tools.connection.request('unwatch_room', { roomId }).catch(() => undefined),
    send_read_mark: ({ roomId, seq }) => this.tools.readMarks.mark(roomId, seq),
    resend_read_marks: () => this.tools.readMarks.resume(),

    write_outgoing: ({ outgoing }) =>
      this.tools.outboxWriter.put(outgoing, () =>
        this.tools.hub.dispatch({ type: 'outgoing_written', outgoing }),
      ),
    remove_outgoing: ({ clientId }) => this.tools.outboxWriter.remove(clientId),
    resolve_delivery: ({ message }) => this.tools.deliveries.resolve(message),
    reject_delivery: ({ clientId, error }) => this.tools.deliveries.reject(clientId, error),

    load_room: (effect) => void this.loadRoom(effect).catch(this.tools.onFault),
    cache_room: ({ history }) => this.tools.cache.save(history),
    cache_closed_room: ({ history }) => this.tools.cache.saveClosed(history),
    remember_room: ({ history }) => this.tools.cache.remember(history),
    cache_list: ({ rooms }) => this.tools.cache.saveList(rooms),
    forget_room: ({ roomId }) => this.tools.cache.forget(roomId),
    forget_other_rooms: ({ roomIds }) => this.tools.cache.forgetOthers(roomIds),
    compare_cached: ({ rooms }) => void this.tools.revalidator.compare(rooms).catch(this.tools.onFault),
    revalidate: ({ roomId }) => this.tools.revalidator.schedule(roomId),
    stop_revalidating: () => this.tools.revalidator.stop(),

    later: ({ name, wait, event }) =>
      this.timers.set(name, this.waitMs(wait), () => this.tools.hub.dispatch(event)),
    cancel_timers: () => this.timers.clear(),

    show_client: () => this.tools.listeners.emit(),
    show_room: ({ roomId, before, after }) => this.tools.rooms.get(roomId)?.show(before, after),
    emit_joined: ({ roomId, user }) => this.tools.rooms.get(roomId)?.emit('joined', user),
    emit_left: ({ roomId, user }) => this.tools.rooms.get(roomId)?.emit('left', user),
    settle_ready: ({ roomId, error }) => this.tools.rooms.get(roomId)?.settleReady(error),
    report_fault: ({ error }) => this.tools.onFault(error),
  };

  private async send({ outgoing }: EffectOf<'send'>): Promise<void> {
    const { roomId, message, clientId } = outgoing;
    await this.answer(
      this.tools.connection.request('send_message', { roomId, message, clientId }),
      (stored) => ({ type: 'stored', message: stored }),
      (error) => ({ type: 'send_failed', outgoing, error }),
    );
  }

  private async sync({ request }: EffectOf<'sync'>): Promise<void> {
    const rooms = Object.fromEntries([...request.asked].map(([roomId, { head }]) => [roomId, head]));
    await this.answer(
      this.tools.connection.request('sync', { rooms, watch: [...request.watch] }),
      (answer) => ({ type: 'synced', request, answer, serverNow: this.tools.connection.serverNow() }),
      (error) => ({ type: 'sync_failed', request, error }),
    );
  }

  private async enter({ roomId, visit, how, round, attempt }: EffectOf<'enter'>): Promise<void> {
    const serverNow = () => this.tools.connection.serverNow();
    await this.answer(
      this.tools.connection.request(how, { roomId }),
      ({ room }) => ({ type: 'entered', roomId, visit, room }),
      (error) => ({ type: 'entry_failed', roomId, visit, round, attempt, error, serverNow: serverNow() }),
    );
  }

  private async requestBanEnd({ roomId, visit }: EffectOf<'request_ban_end'>): Promise<void> {
    await this.answer(
      this.tools.connection.request('watch_room', { roomId }),
      () => ({ type: 'ban_lifted', roomId, visit }),
      (error) =>
        error.code === 'banned'
          ? { type: 'ban_confirmed', roomId, visit, error, serverNow: this.tools.connection.serverNow() }
          : null,
    );
  }

  private async loadRoom({ roomId, visit }: EffectOf<'load_room'>): Promise<void> {
    const cached = await this.tools.cache.load(roomId);
    if (cached) this.tools.hub.dispatch({ type: 'room_loaded', roomId, visit, cached });
  }

  /** An answer, or why there is none, comes back as an event. */
  private async answer<T>(
    answer: Promise<T>,
    arrived: (value: T) => HubEvent,
    failed: (error: ParleyError) => HubEvent | null,
  ): Promise<void> {
    const event = await answer.then(arrived, (thrown) => failed(ParleyError.from(thrown)));
    if (event) this.tools.hub.dispatch(event);
  }

  private waitMs({ atLeastMs, backoff }: Wait): number {
    if (!backoff) return atLeastMs;
    const how = backoff.of === 'outbox' ? this.tools.outboxBackoff : RECONNECT;
    return Math.max(atLeastMs, fullJitter(backoff.failures, how, Math.random));
  }
}

type EffectOf<D extends Effect['do']> = Extract<Effect, { do: D }>;
