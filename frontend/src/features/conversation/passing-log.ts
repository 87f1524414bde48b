import type { Passing } from '@parley/client';

/** Everyone who came and went while the room was open. The room keeps the latest only, and a line must not vanish. */
export class PassingLog {
  private all: readonly Passing[] = [];

  /** The whole log; the same array as long as nobody passed. */
  add(latest: readonly Passing[]): readonly Passing[] {
    const known = this.all.at(-1)?.id ?? 0;
    if ((latest.at(-1)?.id ?? 0) <= known) return this.all;
    this.all = [...this.all, ...latest.filter(({ id }) => id > known)];
    return this.all;
  }
}
