import type { Body, Room as RoomShape, User } from '@parley/protocol';
import { Connection, type ConnectionOptions } from './connection.js';
import { ParleyError } from './errors.js';
import { listenToRooms } from './listen.js';
import { Listeners } from './listeners.js';
import { Outbox, type OutboxOptions } from './outbox/outbox.js';
import { ReadMarks } from './read-marks.js';
import { Resume } from './resume.js';
import { acknowledge, fail, queue } from './room/mine.js';
import { Room } from './room/room.js';
import type { RoomHost } from './room/room-host.js';
import { RoomMemory } from './room/room-memory.js';
import * as list from './room-list.js';
import { Rest } from './session/rest.js';
import type { Session } from './session/session.js';

export interface ParleyClientOptions extends ConnectionOptions {
  /** Signed in. */
  session: Session;
  outbox?: OutboxOptions;
}

/** What concerns no single room. A new object with every change. */
export interface ClientState {
  /** My rooms, the latest activity first; null until the server told them. */
  readonly rooms: list.RoomList | null;
  /** Who is online, of those whose coming and going I hear. */
  readonly online: ReadonlyMap<string, boolean>;
}

/** One person's chat: connect it, join rooms, talk. It returns by itself after any absence, and misses nothing. */
export class ParleyClient {
  readonly me: User;
  readonly session: Session;
  readonly connection: Connection;
  readonly rest: Rest;
  private readonly outbox: Outbox;
  private readonly resume: Resume;
  private readonly marks: ReadMarks;
  private readonly rooms = new Map<string, Room>();
  private readonly memory = new RoomMemory();
  private readonly host: RoomHost;
  private readonly changed: Listeners;
  private current: ClientState = { rooms: null, online: new Map() };
  private wasOnline = false;

  /** Throws `signed_out` for a session that is not signed in. */
  constructor({ session, outbox = {}, ...options }: ParleyClientOptions) {
    if (session.state.state !== 'signed_in') throw new ParleyError('signed_out', 'Sign in first.', false);
    const onFault = options.onFault ?? ((error: unknown) => console.error(error));
    this.me = session.state.user;
    this.session = session;
    this.rest = new Rest(session);
    this.connection = new Connection(session, { ...options, onFault });
    this.changed = new Listeners(onFault);
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
        onFault,
      },
      outbox,
    );
    this.resume = new Resume(this.connection, {
      open: () => [...this.rooms.values()],
      mine: (mine) =>
        this.update(
          {
            rooms: (rooms) => list.replaceAll(rooms, mine),
            online: list.onlinePartners(this.current.online, mine),
          },
          true,
        ),
      forget: (room) => room.gone(),
      back: () => {
        this.outbox.resume();
        this.marks.resume();
      },
      onFault,
    });
    this.host = {
      me: this.me.id,
      connection: this.connection,
      rest: this.rest,
      outbox: this.outbox,
      holeIn: (roomId) => {
        const room = this.rooms.get(roomId);
        if (room) this.resume.holeIn(room);
      },
      closed: ({ id, state }) => {
        this.rooms.delete(id);
        if (state.access.state === 'inside') this.memory.keep({ ...state.history, pending: [] });
        else this.memory.forget(id);
      },
      markRead: (roomId, seq) => {
        this.update({ rooms: (rooms) => list.readUpTo(rooms, roomId, seq) });
        this.marks.mark(roomId, seq);
      },
      onFault,
    };
    listenToRooms(this.connection, {
      openRoom: (roomId) => this.rooms.get(roomId),
      changeRooms: (how) => this.update({ rooms: how }),
      sawOnline: (userId, online) =>
        this.update({ online: new Map(this.current.online).set(userId, online) }),
    });
    this.connection.subscribe(() => this.connectionChanged());
  }

  get state(): ClientState {
    return this.current;
  }

  subscribe = (listener: () => void): (() => void) => this.changed.add(listener);

  /** Connects, and stays connected until `disconnect`. Resolves when messages of an earlier run are taken up. */
  async connect(): Promise<void> {
    const left = await this.outbox.load();
    for (const outgoing of left)
      this.rooms.get(outgoing.roomId)?.think((history) => queue(history, outgoing));
    this.connection.connect();
  }

  disconnect(): void {
    this.connection.disconnect();
  }

  /** Opens a room, a member or becoming one. Resolves when its newest messages are there. Throws ParleyError. */
  async join(roomId: string): Promise<Room> {
    const room = this.open(roomId, 'join_room');
    await room.ready;
    return room;
  }

  /** Opens a room at once; its messages come when they can. `watch_room` reads without becoming a member. */
  open(roomId: string, how: 'join_room' | 'watch_room' = 'join_room'): Room {
    const known = this.rooms.get(roomId);
    if (known) return known;
    const room = new Room(roomId, how, this.host, this.memory.recall(roomId));
    this.rooms.set(roomId, room);
    void this.resume.enter(room);
    return room;
  }

  async createRoom(room: Body<'createRoom'>): Promise<RoomShape> {
    const created = await this.rest.createRoom(room);
    this.update({ rooms: (rooms) => list.addRoom(rooms, created) });
    return created;
  }

  private connectionChanged(): void {
    const isOnline = this.connection.state.state === 'online';
    if (isOnline === this.wasOnline) return;
    this.wasOnline = isOnline;
    if (isOnline) void this.resume.start();
    else {
      this.resume.stop();
      this.outbox.stop();
      for (const room of this.rooms.values()) room.lostTouch();
    }
  }

  private update(
    change: { rooms?: (rooms: list.RoomList) => list.RoomList; online?: ClientState['online'] },
    complete = false,
  ): void {
    const { rooms } = this.current;
    const known = rooms !== null || complete;
    const next = {
      rooms: change.rooms && known ? change.rooms(rooms ?? []) : rooms,
      online: change.online ?? this.current.online,
    };
    if (next.rooms === rooms && next.online === this.current.online) return;
    this.current = next;
    this.changed.tell();
  }
}
