/** Callbacks for one event. One that throws does not keep the others from hearing. */
export class Listeners<Args extends readonly unknown[] = []> {
  private readonly all = new Set<(...args: Args) => void>();

  constructor(private readonly onFault: (error: unknown) => void) {}

  /** Returns what ends it. */
  add(listener: (...args: Args) => void): () => void {
    // The same function added twice is two listeners, each with its own end.
    const own = (...args: Args) => listener(...args);
    this.all.add(own);
    return () => void this.all.delete(own);
  }

  get isEmpty(): boolean {
    return this.all.size === 0;
  }

  emit(...args: Args): void {
    for (const listener of [...this.all]) {
      try {
        listener(...args);
      } catch (error) {
        this.onFault(error);
      }
    }
  }
}
