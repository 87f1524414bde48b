const WITHIN_MS = 10_000;

/** Waits for what must come to pass, and looks again whenever something happened. */
export class Patience {
  private readonly looks = new Set<() => void>();

  /** @param heard what to tell of instead, when it was in vain */
  constructor(private readonly heard: () => string) {}

  /** Something happened. */
  wake(): void {
    for (const look of [...this.looks]) look();
  }

  until(condition: () => boolean, what: string, withinMs = WITHIN_MS): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.looks.delete(look);
        reject(new Error(`waited in vain ${what}; heard ${this.heard()}`));
      }, withinMs);
      const look = () => {
        if (!condition()) return;
        clearTimeout(timer);
        this.looks.delete(look);
        resolve();
      };
      this.looks.add(look);
      look();
    });
  }
}
