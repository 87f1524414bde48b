import type { Input, Output, Room as RoomShape } from '@parley/protocol';
import { type Backoff, fullJitter, RECONNECT } from './backoff.js';
import type { Connection } from './connection.js';
import { ParleyError } from './errors.js';
import { catchUp } from './room/catch-up.js';
import type { OpenRoom } from './room/open-room.js';
import { hasHole } from './room/room-state.js';

/** How long a missing change may be late before it is asked for, ms. */
const HOLE_MS = 300;

export interface ResumeWork {
  open(): readonly OpenRoom[];
  mine(rooms: readonly RoomShape[]): void;
  forget(room: OpenRoom): void;
  /** Caught up after a new connection. */
  back(): void;
  onFault(error: unknown): void;
}

/** Catches up: with everything after a new connection, with one room when something of it is missing. */
export class Resume {
  /** Counts connections: what an earlier one began is no business of the next. */
  private round = 0;
  private readonly holes = new Map<OpenRoom, ReturnType<typeof setTimeout>>();

  constructor(
    private readonly connection: Connection,
    private readonly work: ResumeWork,
    private readonly backoff: Backoff = RECONNECT,
  ) {}

  stop(): void {
    this.round += 1;
    for (const timer of this.holes.values()) clearTimeout(timer);
    this.holes.clear();
  }

  /** A new connection: first what was missed, then the people, who may have come and gone meanwhile. */
  async start(): Promise<void> {
    this.stop();
    const { round } = this;
    const caughtUp = await this.persist(round, async () => {
      const rooms = this.work.open();
      await this.sync(
        rooms,
        rooms.filter(({ state }) => state.history.head).map(({ id }) => id),
      );
    });
    if (!caughtUp) return;
    this.work.back();
    await Promise.all(this.work.open().map((room) => this.enter(room)));
  }

  async enter(room: OpenRoom): Promise<void> {
    const { round } = this;
    await this.persist(round, async () => {
      if (this.work.open().includes(room) && room.state.access.state !== 'gone') await room.enter();
    });
  }

  holeIn(room: OpenRoom): void {
    // While behind, the catch-up of the new connection is on its way.
    if (this.holes.has(room) || room.state.history.standing === 'behind') return;
    const { round } = this;
    const waitMs = room.state.history.standing === 'lost' ? 0 : HOLE_MS;
    const fill = async () => {
      await this.persist(round, async () => {
        if (hasHole(room.state.history) && this.work.open().includes(room)) await this.sync([room], []);
      });
      if (this.round !== round) return;
      this.holes.delete(room);
      if (hasHole(room.state.history)) this.holeIn(room);
    };
    this.holes.set(
      room,
      setTimeout(() => void fill(), waitMs),
    );
  }

  private async sync(rooms: readonly OpenRoom[], watch: string[]): Promise<void> {
    // Looked up in maps: a room may be called like a part of every object, as `constructor`.
    const asked = new Map(
      rooms.flatMap(({ id, state }) => (state.history.head ? [[id, state.history.head]] : [])),
    );
    const answer = await this.connection.ask('sync', { rooms: Object.fromEntries(asked), watch });
    const answered = new Map(Object.entries(answer.rooms));
    for (const room of rooms) this.apply(room, asked.get(room.id), answered.get(room.id));
    this.work.mine(answer.mine);
  }

  private apply(
    room: OpenRoom,
    asked: Input<'sync'>['rooms'][string] | undefined,
    answer: Output<'sync'>['rooms'][string] | undefined,
  ): void {
    if (!asked || !answer) return;
    if (answer.status === 'gone') this.work.forget(room);
    else room.think((history) => catchUp(history, asked, answer));
  }

  /** Tries until it works. False when the connection ended first. */
  private async persist(round: number, task: () => Promise<void>): Promise<boolean> {
    for (let attempt = 0; this.round === round; attempt += 1) {
      try {
        await task();
        return this.round === round;
      } catch (thrown) {
        const error = ParleyError.from(thrown);
        if (error.code === 'offline' || error.code === 'disconnected') return false;
        if (!error.retry) this.work.onFault(error);
        const waitMs = Math.max(error.retryAfterMs ?? 0, fullJitter(attempt, this.backoff, Math.random));
        await new Promise((resolve) => setTimeout(resolve, waitMs));
      }
    }
    return false;
  }
}
