import { wireError } from '@parley/protocol';
import type { Connection } from './connection.js';
import type { FanOut } from './fan-out.js';

/** Where they go, each costs a handshake, a look-up of rooms and a catch-up: so many go in a second. */
const PER_SECOND = 100;
/** Beyond it more go at once: whoever stops an instance waits for this. */
const WITHIN_MS = 10_000;
const SLICE_MS = 50;
/** For the commands of one connection that are under way. Each is bounded by itself; a hanging one must not hold us. */
const ANSWERS_WITHIN_MS = 2_000;
/** For a client to take what it is told last. One that polls comes for it. */
const TAKEN_WITHIN_MS = 2_000;

/** Sends everybody to other instances when this one stops: not all at once, and nobody in the middle of a sentence. */
export class Farewell {
  private readonly here = new Set<Connection>();
  /** Those who were told, and what is to be done when they are gone. */
  private readonly going = new Map<Connection, () => void>();
  private begun = false;

  constructor(private readonly fanOut: FanOut) {}

  /** From here on nobody may come. */
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

  /** Resolves when everybody has been told and is gone. Until it is their turn they are served like always. */
  async sayToAll(): Promise<void> {
    this.begun = true;
    const going = [...this.here];
    const forMs = Math.min(WITHIN_MS, (going.length / PER_SECOND) * 1_000);
    const slices = Math.max(1, Math.round(forMs / SLICE_MS));
    const gone: Promise<void>[] = [];
    for (let i = 0; i < slices; i++) {
      const slice = going.slice((i * going.length) / slices, ((i + 1) * going.length) / slices);
      gone.push(...slice.map((connection) => this.sayTo(connection)));
      if (i + 1 < slices) await new Promise((resolve) => setTimeout(resolve, SLICE_MS));
    }
    await Promise.all(gone);
  }

  private async sayTo(connection: Connection): Promise<void> {
    await within(ANSWERS_WITHIN_MS, Promise.allSettled([connection.turn, ...connection.running]));
    if (!this.here.has(connection)) return;
    const gone = new Promise<void>((resolve) => this.going.set(connection, resolve));
    this.dismiss(connection);
    await within(TAKEN_WITHIN_MS, gone);
  }

  private dismiss(connection: Connection): void {
    this.fanOut.dismiss(connection, { ...wireError('shutting_down'), afterMs: 0 });
  }
}

/** Waits for it, but no longer than this. */
async function within(ms: number, done: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([done, late]);
  clearTimeout(timer);
}
