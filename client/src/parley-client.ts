import type { Body, Room as RoomShape, User } from '@parley/protocol';
import { Connection, type ConnectionOptions } from './connection.js';
import { ParleyError } from './errors.js';
import { type ChatStorage, nothingKept } from './keep/chat-storage.js';
import { Keeper } from './keep/keeper.js';
import { listenToRooms } from './listen.js';
import { Listeners } from './listeners.js';
import { Outbox, type OutboxOptions } from './outbox/outbox.js';
import { ReadMarks } from './read-marks.js';
import { Resume } from './resume.js';
import { restore } from './room/kept.js';
import { acknowledge, fail, queue } from './room/mine.js';
import { Room } from './room/room.js';
import type { RoomHost } from './room/room-host.js';
import { RoomMemory } from './room/room-memory.js';
import { emptyRoom } from './room/room-state.js';
import * as list from './room-list.js';
import { Rest } from './session/rest.js';
import type { Session } from './session/session.js';

export interface ParleyClientOptions extends ConnectionOptions {
  /** Signed in. */
  session: Session;
  outbox?: OutboxOptions;
  /** Where rooms outlive the program. It belongs to this one person. */
  storage?: ChatStorage;
}

/** So many rooms of the list, the latest first, are read from the storage before anybody asks for them. */
const READ_AHEAD = 10;

/** What concerns no single room. A new object with every change. */
export interface ClientState {
  /** My rooms, the latest activity first; null until they are known. */
  readonly rooms: list.RoomList | null;
  /** The server told the rooms; until then they are those of an earlier run. */
  readonly current: boolean;
  /** My messages that no server has confirmed. */
  readonly unsent: number;
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
  private readonly storage: ChatStorage;
  private readonly keeper: Keeper;
  private readonly host: RoomHost;
  private readonly changed: Listeners;
  private readonly onFault: (error: unknown) => void;
  private current: ClientState = { rooms: null, current: false, unsent: 0, online: new Map() };
  private wasOnline = false;

  /** Throws `signed_out` for a session that is not signed in. */
  constructor({ session, outbox = {}, storage = nothingKept, ...options }: ParleyClientOptions) {
    if (session.state.state !== 'signed_in') throw new ParleyError('signed_out', 'Sign in first.', false);
    const onFault = options.onFault ?? ((error: unknown) => console.error(error));
    this.onFault = onFault;
    this.me = session.state.user;
    this.session = session;
    this.rest = new Rest(session);
    this.connection = new Connection(session, { ...options, onFault });
    this.changed = new Listeners(onFault);
    this.storage = storage;
    this.keeper = new Keeper(storage, onFault);
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
      open: () => [...this.rooms.values()],
      mine: (mine) => this.listCame(mine),
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
      learned: (history) => this.keeper.room(history),
      forget: (roomId) => this.forget(roomId),
      closed: ({ id, state: { access, history } }) => {
        this.rooms.delete(id);
        const isMine = access.state === 'inside' || access.state === 'entering';
        if (isMine) this.memory.keep({ ...history, pending: [] });
      },
      markRead: (roomId, seq) => {
        this.update({ rooms: (rooms) => list.readUpTo(rooms, roomId, seq) });
        this.marks.mark(roomId, seq);
      },
      onFault,
    };
    listenToRooms(this.connection, {
      openRoom: (roomId) => this.rooms.get(roomId),
      forget: (roomId) => this.forget(roomId),
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
    this.connection.connect();
    await Promise.all([this.outbox.load(), this.recallList().catch(this.onFault)]);
  }

  disconnect(): void {
    this.connection.disconnect();
    this.keeper.flush();
  }

  /** Writes at once what is to be kept: the program may be about to end. */
  flush(): void {
    this.keeper.flush();
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
    if (!room.state.history.head) void this.recall(room).catch(this.onFault);
    void this.resume.enter(room);
    return room;
  }

  async createRoom(room: Body<'createRoom'>): Promise<RoomShape> {
    const created = await this.rest.createRoom(room);
    this.update({ rooms: (rooms) => list.addRoom(rooms, created) });
    return created;
  }

  private async recall(room: Room): Promise<void> {
    const kept = await this.storage.loadRoom(room.id);
    if (kept && this.rooms.get(room.id) === room) room.think((history) => restore(history, kept));
  }

  private async recallList(): Promise<void> {
    const kept = await this.storage.loadList();
    if (kept === null || this.current.rooms !== null) return;
    this.update({ rooms: () => kept, known: true });
    for (const { id } of kept.slice(0, READ_AHEAD)) await this.readAhead(id);
  }

  private async readAhead(roomId: string): Promise<void> {
    const kept = await this.storage.loadRoom(roomId);
    if (!kept || this.rooms.has(roomId) || this.memory.recall(roomId)) return;
    this.memory.keep(restore(emptyRoom(roomId, this.me.id), kept));
  }

  private listCame(mine: readonly RoomShape[]): void {
    const online = list.onlinePartners(this.current.online, mine);
    this.update({ rooms: (rooms) => list.replaceAll(rooms, mine), online, known: true, current: true });
    // Rooms that were taken from me while nobody could tell.
    this.keeper.forgetOthers([...mine.map(({ id }) => id), ...this.rooms.keys()]);
  }

  private forget(roomId: string): void {
    this.memory.forget(roomId);
    this.keeper.forget(roomId);
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

  private update(change: Change): void {
    const before = this.current;
    const rooms =
      change.rooms && (before.rooms || change.known) ? change.rooms(before.rooms ?? []) : before.rooms;
    const current = change.current ?? before.current;
    const unsent = change.unsent ?? before.unsent;
    const online = change.online ?? before.online;
    if (rooms !== before.rooms && rooms) this.keeper.list(rooms);
    else if (current === before.current && unsent === before.unsent && online === before.online) return;
    this.current = { rooms, current, unsent, online };
    this.changed.tell();
  }
}

interface Change extends Partial<Omit<ClientState, 'rooms'>> {
  rooms?: (rooms: list.RoomList) => list.RoomList;
  /** The whole list: it may begin with this change. */
  known?: true;
}
