const SLOT_MS = 1_000;

/**
 * Who is due when, to the second. However many wait, a look costs only those whose time has come: no timer each, and no
 * walk over all of them.
 */
export class TimerWheel<T> {
  private readonly slots = new Map<number, Set<T>>();
  private readonly slotOf = new Map<T, number>();

  /** In place of the time it had, if any. */
  set(item: T, at: number): void {
    this.delete(item);
    // Never before its time.
    const slot = Math.ceil(at / SLOT_MS);
    this.slots.set(slot, (this.slots.get(slot) ?? new Set()).add(item));
    this.slotOf.set(item, slot);
  }

  delete(item: T): void {
    const slot = this.slotOf.get(item);
    if (slot === undefined) return;
    this.slotOf.delete(item);
    const items = this.slots.get(slot);
    items?.delete(item);
    if (items?.size === 0) this.slots.delete(slot);
  }

  /** Takes out those whose time has come. */
  take(now: number): T[] {
    const due: T[] = [];
    for (const [slot, items] of this.slots) {
      if (slot * SLOT_MS > now) continue;
      this.slots.delete(slot);
      for (const item of items) this.slotOf.delete(item);
      due.push(...items);
    }
    return due;
  }
}
