import type { OutboxStorage, Outgoing } from './outbox-storage.js';

/** Writes the outbox down, one write after the other: messages leave in the order they were written, however long each write takes. */
export class OutboxWriter {
  private writes: Promise<void> = Promise.resolve();

  constructor(
    private readonly storage: OutboxStorage,
    private readonly onFault: (error: unknown) => void,
  ) {}

  /** What an earlier run left behind. What is written meanwhile goes after it. */
  load(restore: (left: readonly Outgoing[]) => void): Promise<void> {
    this.writes = this.writes.then(async () => restore(await this.storage.load())).catch(this.onFault);
    return this.writes.then(() => this.storage.inherit?.(restore));
  }

  /** Calls back when it is stored, or cannot be: the user can send, though the disk is full. */
  put(outgoing: Outgoing, written: () => void): void {
    this.storage.note?.(outgoing);
    this.writes = this.writes
      .then(() => this.storage.put(outgoing))
      .catch(this.onFault)
      .then(written);
  }

  remove(clientId: string): void {
    this.writes = this.writes.then(() => this.storage.remove(clientId)).catch(this.onFault);
  }
}
