import { wireError } from '@parley/protocol';
import { within } from '../../concurrency/within.js';
import type { Connection } from '../connection/connection.js';
import type { FanOut } from '../delivery/fan-out.js';

/** Where they go, each costs a handshake, a look-up of rooms and a catch-up: so many go in a second. */
const PER_SECOND = 100;
/** Beyond it more go at once: the person who stops an instance waits for this. */
const WITHIN_MS = 10_000;
const SLICE_MS = 50;
/** For the commands of one connection that are under way. Each is bounded by itself; a hanging one must not hold us. */
const ANSWERS_WITHIN_MS = 2_000;
/** For a client to take what it is told last. One that polls comes for it. */
const TAKEN_WITHIN_MS = 2_000;

/** Sends everybody to other instances when this one stops: not all at once, and no user in the middle of a sentence. */
export class GracefulShutdown {
  private readonly here = new Set<Connection>();
  /** Those who were told, and what is to be done when they are gone. */
  private readonly going = new Map<Connection, () => void>();
  private begun = false;

  constructor(private readonly fanOut: FanOut) {}

  /** From here on no client may come. */
  get underWay(): boolean {
    return this.begun;
  }

  /** False when it comes too late: it has been told to go elsewhere. */
  admit(connection: Connection): boolean {
    if (this.begun) this.dismiss(connection);
    else this.here.add(connection);
    return !this.begun;
  }

  forget(connection: Connection): void {
    this.here.delete(connection);
    this.going.get(connection)?.();
    this.going.delete(connection);
  }

  /**
   * Resolves when everybody has been told and is gone, or had the time for it. Until it is their turn they are served like
   * always.
   *
   * @param hurry once it resolves no client is waited for any more
   */
  async run(hurry: Promise<unknown>): Promise<void> {
    this.begun = true;
    const going = [...this.here];
    const forMs = Math.min(WITHIN_MS, (going.length / PER_SECOND) * 1_000);
    const slices = Math.max(1, Math.round(forMs / SLICE_MS));
    const gone: Promise<void>[] = [];
    for (let i = 0; i < slices; i++) {
      const slice = going.slice((i * going.length) / slices, ((i + 1) * going.length) / slices);
      gone.push(...slice.map((connection) => this.disconnect(connection, hurry)));
      if (i + 1 < slices) await within(SLICE_MS, hurry);
    }
    await Promise.all(gone);
  }

  private async disconnect(connection: Connection, hurry: Promise<unknown>): Promise<void> {
    await within(ANSWERS_WITHIN_MS, connection.commands.idle(), hurry);
    if (!this.here.has(connection)) return;
    const gone = new Promise<void>((resolve) => this.going.set(connection, resolve));
    this.dismiss(connection);
    await within(TAKEN_WITHIN_MS, gone, hurry);
  }

  private dismiss(connection: Connection): void {
    this.fanOut.dismiss(connection, { ...wireError('shutting_down'), afterMs: 0 });
  }
}
