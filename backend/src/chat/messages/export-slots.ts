import { refuse } from '../refusal.js';

export interface ExportLimits {
  /** How many exports run at once on this instance, for one person and in all. */
  perPerson: number;
  perInstance: number;
}

/** When a place may be free again, in ms: how long an export takes is not known. */
const COME_BACK_MS = 5_000;

/** Counts the exports that run. Each keeps a connection of the look-ups busy, and there are ten. */
export class ExportSlots {
  private readonly held = new Map<string, number>();
  private total = 0;

  constructor(private readonly limits: ExportLimits) {}

  /** Refuses with `rate_limited` or `overloaded`. What it returns gives the place back; calling it twice is harmless. */
  take(userId: string): () => void {
    const mine = this.held.get(userId) ?? 0;
    if (mine >= this.limits.perPerson) {
      refuse('rate_limited', `At most ${this.limits.perPerson} exports at once.`, COME_BACK_MS);
    }
    if (this.total >= this.limits.perInstance) refuse('overloaded', undefined, COME_BACK_MS);
    this.held.set(userId, mine + 1);
    this.total += 1;
    let given = false;
    return () => {
      if (given) return;
      given = true;
      this.total -= 1;
      const left = (this.held.get(userId) ?? 1) - 1;
      if (left > 0) this.held.set(userId, left);
      else this.held.delete(userId);
    };
  }
}
