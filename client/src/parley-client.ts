import type { Body, Room as RoomShape, User } from '@parley/protocol';
import { type ClientChange, type ClientState, changed, NOTHING_KNOWN } from './client-state.js';
import { Connection } from './connection.js';
import { ParleyError } from './errors.js';
import { nothingKept } from './keep/chat-storage.js';
import { KeptRooms } from './keep/kept-rooms.js';
import { listenToRooms } from './listen.js';
import { Listeners } from './listeners.js';
import { OpenRooms } from './open-rooms.js';
import { Outbox } from './outbox/outbox.js';
import type { ParleyClientOptions } from './parley-client-options.js';
import { ReadMarks } from './read-marks.js';
import { Resume } from './resume.js';
import { acknowledge, fail, queue } from './room/mine.js';
import type { Room } from './room/room.js';
import * as list from './room-list.js';
import { Rest } from './session/rest.js';
import type { Session } from './session/session.js';
import { untilFound } from './until-found.js';

/** One person's chat: connect it, join rooms, talk. It returns by itself after any absence, and misses nothing. */
export class ParleyClient {
  readonly session: Session;
  /** The road to the server: its state, every command and every event of the protocol. */
  readonly connection: Connection;
  /** The server's REST routes. */
  readonly rest: Rest;
  private readonly outbox: Outbox;
  private readonly resume: Resume;
  private readonly marks: ReadMarks;
  private readonly rooms: OpenRooms;
  private readonly kept: KeptRooms;
  private readonly listeners: Listeners;
  private readonly onFault: (error: unknown) => void;
  private current: ClientState = NOTHING_KNOWN;
  private wasOnline = false;
  private person: User;

  /** Throws `signed_out` for a session that is not signed in. */
  constructor({ session, outbox = {}, storage = nothingKept, ...options }: ParleyClientOptions) {
    if (session.state.state !== 'signed_in') throw new ParleyError('signed_out', 'Sign in first.', false);
    const onFault = options.onFault ?? ((error: unknown) => console.error(error));
    this.onFault = onFault;
    this.person = session.state.user;
    this.session = session;
    this.rest = new Rest(session);
    this.connection = new Connection(session, { ...options, onFault });
    this.listeners = new Listeners(onFault);
    this.kept = new KeptRooms({
      me: this.me.id,
      storage,
      isOpen: (roomId) => this.rooms.has(roomId),
      sync: async (rooms) => (await this.connection.ask('sync', { rooms, watch: [] })).rooms,
      freshWithinMs: options.freshWithinMs,
      onFault,
    });
    this.marks = new ReadMarks(this.connection);
    this.outbox = new Outbox(
      {
        send: ({ roomId, message, clientId }) =>
          this.connection.ask('send_message', { roomId, message, clientId }),
        sent: (message) => {
          this.rooms.get(message.roomId)?.think((history) => acknowledge(history, message));
          this.update({ rooms: (rooms) => list.noteMessage(rooms, message) });
        },
        failed: ({ roomId, clientId }, error) =>
          this.rooms.get(roomId)?.think((history) => fail(history, clientId, error)),
        taken: (left) => {
          for (const outgoing of left)
            this.rooms.get(outgoing.roomId)?.think((history) => queue(history, outgoing));
        },
        counted: (unsent) => this.update({ unsent }),
        onFault,
      },
      outbox,
    );
    this.resume = new Resume(this.connection, {
      open: () => this.rooms.all(),
      mine: (mine) => this.listCame(mine),
      forget: (room) => room.gone(),
      back: () => {
        this.outbox.resume();
        this.marks.resume();
      },
      onFault,
    });
    this.rooms = new OpenRooms(
      {
        me: this.me.id,
        messagesHeld: Math.max(1, options.messagesHeld ?? Number.POSITIVE_INFINITY),
        connection: this.connection,
        rest: this.rest,
        outbox: this.outbox,
        entered: (room) => this.update({ rooms: (rooms) => list.renew(rooms, room) }),
        markRead: (roomId, seq) => {
          this.update({ rooms: (rooms) => list.readUpTo(rooms, roomId, seq) });
          this.marks.mark(roomId, seq);
        },
        onFault,
      },
      this.kept,
      this.resume,
    );
    listenToRooms(this.connection, {
      me: this.me.id,
      openRoom: (roomId) => this.rooms.get(roomId),
      forget: (roomId) => this.kept.forget(roomId),
      changeRooms: (how) => this.update({ rooms: how }),
      sawOnline: (userId, online) =>
        this.update({ online: new Map(this.current.online).set(userId, online) }),
      heardOf: (roomId, lastSeq) =>
        this.kept.heardOf(
          this.current.rooms?.find(({ id }) => id === roomId),
          lastSeq,
        ),
    });
    this.connection.subscribe(() => this.connectionChanged());
  }

  /** As of the last time I came in: an administrator may change what I may do. */
  get me(): User {
    return this.person;
  }

  get state(): ClientState {
    return this.current;
  }

  /** Calls back after every change of `state`. Returns what ends it. */
  subscribe = (listener: () => void): (() => void) => this.listeners.add(listener);

  /**
   * Connects, and stays connected until `disconnect` or `close`. Resolves when messages of an earlier run are taken up;
   * whoever wants to wait for the connection itself awaits `connection.online()`.
   */
  async connect(): Promise<void> {
    this.connection.connect();
    await Promise.all([this.outbox.load(), this.recallList().catch(this.onFault)]);
  }

  /**
   * Ends in peace: waits until everything said is stored or refused, then closes all rooms and disconnects. Aborting the
   * signal, or a connection that has ended, cuts the waiting short; what is left then is counted in `state.unsent`.
   */
  async close({ signal }: { signal?: AbortSignal } = {}): Promise<void> {
    const isOver = () => {
      const { state } = this.connection.state;
      return this.outbox.waiting === 0 || state === 'idle' || state === 'ended' || undefined;
    };
    const sources = [this.outbox.subscribe, this.connection.subscribe];
    await untilFound(sources, isOver, signal).catch(() => undefined);
    for (const room of this.rooms.all()) room.close();
    this.disconnect();
  }

  /** Ends at once. What was not sent stays in the outbox, for the next `connect`. */
  disconnect(): void {
    this.connection.disconnect();
    this.kept.flush();
  }

  /** Writes at once what is to be kept: the program may be about to end. */
  flush(): void {
    this.kept.flush();
  }

  /**
   * Opens a room, a member or becoming one. Resolves when its newest messages are there; until there is a connection,
   * that takes as long. Throws a ParleyError when the server does not let me in, and the signal's reason.
   */
  async join(roomId: string, { signal }: { signal?: AbortSignal } = {}): Promise<Room> {
    const wasOpen = this.rooms.has(roomId);
    const room = this.rooms.open(roomId, 'join_room');
    try {
      await untilFound([room.subscribe, this.connection.subscribe], () => room.isEntered(), signal);
    } catch (error) {
      // Who was refused today may be invited tomorrow.
      if (!wasOpen || room.state.access.state === 'refused') room.close();
      throw error;
    }
    return room;
  }

  /** Opens a room at once; its messages come when they can. `watch_room` reads without becoming a member. */
  open(roomId: string, how: 'join_room' | 'watch_room' = 'join_room'): Room {
    return this.rooms.open(roomId, how);
  }

  async createRoom(room: Body<'createRoom'>): Promise<RoomShape> {
    const created = await this.rest.createRoom(room);
    this.update({ rooms: (rooms) => list.addRoom(rooms, created) });
    return created;
  }

  private async recallList(): Promise<void> {
    const kept = await this.kept.loadList();
    if (kept === null || this.current.rooms !== null) return;
    this.update({ rooms: () => kept, known: true });
    await this.kept.readAhead(kept);
  }

  private listCame(mine: readonly RoomShape[]): void {
    const online = list.onlinePartners(this.current.online, mine);
    this.update({ rooms: (rooms) => list.replaceAll(rooms, mine), online, known: true, current: true });
    this.kept.listCame(
      mine,
      this.rooms.all().map(({ id }) => id),
    );
  }

  private connectionChanged(): void {
    const isOnline = this.connection.state.state === 'online';
    if (isOnline === this.wasOnline) return;
    this.wasOnline = isOnline;
    if (this.session.state.state === 'signed_in') this.person = this.session.state.user;
    if (isOnline) void this.resume.start();
    else {
      this.resume.stop();
      this.kept.lostTouch();
      this.outbox.stop();
      for (const room of this.rooms.all()) room.lostTouch();
    }
  }

  private update(change: ClientChange): void {
    const before = this.current;
    this.current = changed(before, change);
    if (this.current === before) return;
    const { rooms } = this.current;
    if (rooms && rooms !== before.rooms) this.kept.listChanged(rooms);
    this.listeners.tell();
  }
}
