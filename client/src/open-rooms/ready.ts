import type { ParleyError } from '../errors.js';

/** The promise of a first entry. What comes after it has settled changes nothing. */
export class Ready {
  readonly promise: Promise<void>;
  private settlers: { resolve(): void; reject(error: ParleyError): void } | null = null;

  constructor() {
    this.promise = new Promise((resolve, reject) => {
      this.settlers = { resolve, reject };
    });
    this.promise.catch(() => undefined);
  }

  settle(error: ParleyError | null): void {
    if (error) this.settlers?.reject(error);
    else this.settlers?.resolve();
  }
}
