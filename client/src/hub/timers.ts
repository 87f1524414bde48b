/** Timers by name: a new one takes the place of the one before. */
export class Timers {
  private readonly running = new Map<string, ReturnType<typeof setTimeout>>();

  set(name: string, ms: number, due: () => void): void {
    clearTimeout(this.running.get(name));
    const timer = setTimeout(() => {
      this.running.delete(name);
      due();
    }, ms);
    this.running.set(name, timer);
  }

  clear(): void {
    for (const timer of this.running.values()) clearTimeout(timer);
    this.running.clear();
  }
}
