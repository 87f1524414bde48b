import type { Body, Room as RoomShape, User } from '@parley/protocol';
import { RECONNECT } from './backoff.js';
import { noStorage } from './cache/chat-storage.js';
import { RoomCache } from './cache/room-cache.js';
import type { ClientState } from './client-state.js';
import { Connection } from './connection.js';
import { ParleyError } from './errors.js';
import { EffectRunner } from './hub/effect-runner.js';
import { Hub } from './hub/hub.js';
import { initialState } from './hub/hub-state.js';
import { Revalidator } from './hub/revalidator.js';
import { Listeners } from './listeners.js';
import { OpenRooms } from './open-rooms/open-rooms.js';
import type { Room } from './open-rooms/room.js';
import { Deliveries } from './outbox/deliveries.js';
import { waitingCount } from './outbox/outbox-state.js';
import { MemoryOutboxStorage } from './outbox/outbox-storage.js';
import { OutboxWriter } from './outbox/outbox-writer.js';
import type { ParleyClientOptions } from './parley-client-options.js';
import { ReadMarks } from './read-marks.js';
import { Rest } from './session/rest.js';
import type { Session } from './session/session.js';
import { waitUntil } from './wait-until.js';

/** One person's chat: connect it, join rooms, talk. It returns by itself after any absence, and misses nothing. */
export class ParleyClient {
  readonly session: Session;
  /** The road to the server: its state, every command and every event of the protocol. */
  readonly connection: Connection;
  /** The server's REST routes. */
  readonly rest: Rest;
  private readonly hub: Hub;
  private readonly outboxWriter: OutboxWriter;
  private readonly deliveries = new Deliveries();
  private readonly rooms: OpenRooms;
  private readonly cache: RoomCache;
  private readonly listeners: Listeners;
  private readonly onFault: (error: unknown) => void;
  private isClosed = false;
  private user: User;

  /** Throws `signed_out` for a session that is not signed in. */
  constructor({ session, outbox = {}, storage = noStorage, ...options }: ParleyClientOptions) {
    if (session.state.state !== 'signed_in') throw new ParleyError('signed_out', 'Sign in first.', false);
    const onFault = options.onFault ?? ((error: unknown) => console.error(error));
    this.onFault = onFault;
    this.user = session.state.user;
    this.session = session;
    this.rest = new Rest(session);
    this.connection = new Connection(session, { ...options, onFault });
    this.listeners = new Listeners(onFault);
    this.cache = new RoomCache(this.me.id, storage, onFault);
    this.outboxWriter = new OutboxWriter(outbox.storage ?? new MemoryOutboxStorage(), onFault);
    const maxMessages = Math.max(1, options.maxMessages ?? Number.POSITIVE_INFINITY);
    const state = initialState(this.me.id, maxMessages, outbox.width ?? 1);
    this.hub = new Hub(state, (effect) => effects.run(effect), onFault);
    const { connection, rest, hub, cache, deliveries, outboxWriter, listeners } = this;
    this.rooms = new OpenRooms({ hub, connection, rest, deliveries, onFault }, cache);
    const effects = new EffectRunner({
      hub,
      connection,
      cache,
      revalidator: new Revalidator(connection, cache, hub, onFault, options.revalidateWithinMs),
      outboxWriter,
      outboxBackoff: outbox.backoff ?? RECONNECT,
      deliveries,
      readMarks: new ReadMarks(connection),
      rooms: this.rooms,
      listeners,
      onFault,
    });
    connection.onEvent((event) =>
      hub.dispatch({ type: 'server_event', event, at: Date.now(), serverNow: connection.serverNow() }),
    );
    connection.subscribe(() => this.onConnectionChange());
  }

  /** As of the last time I came in: an administrator may change what I may do. */
  get me(): User {
    return this.user;
  }

  get state(): ClientState {
    return this.hub.state.client;
  }

  /** Calls back after every change of `state`. Returns what ends it. */
  subscribe = (listener: () => void): (() => void) => this.listeners.add(listener);

  /**
   * Connects, and stays connected until `disconnect` or `close`. Resolves when messages of an earlier run are taken up;
   * to wait for the connection itself, await `connection.online()`.
   */
  async connect(): Promise<void> {
    this.isClosed = false;
    this.deliveries.open();
    this.connection.connect();
    const restored = this.outboxWriter.load((left) => this.hub.dispatch({ type: 'outbox_restored', left }));
    await Promise.all([restored, this.loadCachedList().catch(this.onFault)]);
  }

  /**
   * Ends in peace: waits until everything said is stored or refused, then closes all rooms and disconnects. Aborting the
   * signal, or a connection that has ended, cuts the waiting short; what is left then is counted in `state.unsent`. What
   * a caller waits for ends with it: loops over `messages()` end, promises that are open reject with `closed` or, of rooms,
   * `withdrawn`. From then on everything is refused with `closed`, until `connect`.
   */
  async close({ signal }: { signal?: AbortSignal } = {}): Promise<void> {
    const isOver = () => {
      const { state } = this.connection.state;
      const isNothingLeft = waitingCount(this.hub.state.outbox) === 0;
      return isNothingLeft || state === 'idle' || state === 'ended' || undefined;
    };
    const sources = [this.hub.subscribe, this.connection.subscribe];
    await waitUntil(sources, isOver, signal).catch(() => undefined);
    this.isClosed = true;
    for (const room of this.rooms.all()) room.close();
    this.deliveries.close();
    this.connection.close();
    this.cache.flush();
  }

  /** Ends at once. What was not sent stays in the outbox, for the next `connect`. */
  disconnect(): void {
    this.connection.disconnect();
    this.cache.flush();
  }

  /** Writes the cache at once: the program may be about to end. */
  flush(): void {
    this.cache.flush();
  }

  /**
   * Opens a room, a member or becoming one. Resolves when its newest messages are there; until there is a connection,
   * that takes as long. Throws a ParleyError when the server does not let me in, and the signal's reason.
   */
  async join(roomId: string, { signal }: { signal?: AbortSignal } = {}): Promise<Room> {
    if (this.isClosed) throw ParleyError.closed();
    const wasOpen = this.rooms.has(roomId);
    const room = this.rooms.open(roomId, 'join_room');
    try {
      await waitUntil([room.subscribe, this.connection.subscribe], () => room.isEntered(), signal);
    } catch (error) {
      // Who was refused today may be invited tomorrow.
      if (!wasOpen || room.state.access.state === 'refused') room.close();
      throw error;
    }
    return room;
  }

  /** Opens a room at once; its messages come when they can. `watch_room` reads without becoming a member. */
  open(roomId: string, how: 'join_room' | 'watch_room' = 'join_room'): Room {
    if (this.isClosed) throw ParleyError.closed();
    return this.rooms.open(roomId, how);
  }

  async createRoom(room: Body<'createRoom'>): Promise<RoomShape> {
    const created = await this.rest.createRoom(room);
    this.hub.dispatch({ type: 'room_created', room: created });
    return created;
  }

  private async loadCachedList(): Promise<void> {
    const cached = await this.cache.loadList();
    if (cached === null || this.state.rooms !== null) return;
    this.hub.dispatch({ type: 'list_loaded', rooms: cached });
    await this.cache.prefetch(cached);
  }

  private onConnectionChange(): void {
    const isOnline = this.connection.state.state === 'online';
    if (isOnline === this.hub.state.isOnline) return;
    if (this.session.state.state === 'signed_in') this.user = this.session.state.user;
    this.hub.dispatch({ type: isOnline ? 'online' : 'offline' });
  }
}
