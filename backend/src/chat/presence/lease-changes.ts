import type { Lease } from '../ports/presence.js';

export type LeaseChange = 'hold' | 'end' | 'shorten';

/**
 * What happens to leases, in the order it happened. Leases to which the same happens in one breath go to the store
 * together: a thousand who come back at once are a few calls.
 */
export class LeaseChanges {
  private changes: { change: LeaseChange; leases: Lease[] }[] = [];

  /** @param perform is called in order, without waiting for the one before */
  constructor(private readonly perform: (change: LeaseChange, leases: readonly Lease[]) => void) {}

  add(change: LeaseChange, leases: readonly Lease[]): void {
    if (this.changes.length === 0) setImmediate(() => this.flush());
    const last = this.changes.at(-1);
    if (last?.change === change) last.leases.push(...leases);
    else this.changes.push({ change, leases: [...leases] });
  }

  flush(): void {
    for (const { change, leases } of this.changes.splice(0)) this.perform(change, leases);
  }
}
