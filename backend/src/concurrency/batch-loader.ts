/** The look-ups that are under way at a time; whatever is asked meanwhile goes together into the next. */
const AT_ONCE = 2;
/** The keys one look-up takes at most. */
const MOST = 500;

interface Asked<V> {
  answer: Promise<V | undefined>;
  resolve(value: V | undefined): void;
  reject(error: unknown): void;
}

/**
 * Look-ups that are asked for one by one and done together: those of one breath are one query, and under load those that
 * come while others are under way. None waits for a timer, and none is answered by a query that began before they asked.
 */
export class BatchLoader<V> {
  private waiting = new Map<string, Asked<V>>();
  private underWay = 0;
  private due = false;

  /** @param find the values there are, by key; a failure is the failure of all who asked */
  constructor(private readonly find: (keys: string[]) => Promise<ReadonlyMap<string, V>>) {}

  /** Undefined where there is none. */
  load(key: string): Promise<V | undefined> {
    const asked = this.waiting.get(key) ?? makeAsked<V>();
    this.waiting.set(key, asked);
    this.runSoon();
    return asked.answer;
  }

  private runSoon(): void {
    if (this.due || this.underWay >= AT_ONCE || this.waiting.size === 0) return;
    this.due = true;
    // Behind everything that came in at the same moment.
    setImmediate(() => {
      this.due = false;
      void this.run(this.take());
      this.runSoon();
    });
  }

  private take(): Map<string, Asked<V>> {
    const taken = new Map([...this.waiting].slice(0, MOST));
    for (const key of taken.keys()) this.waiting.delete(key);
    return taken;
  }

  private async run(asked: ReadonlyMap<string, Asked<V>>): Promise<void> {
    this.underWay++;
    try {
      const found = await this.find([...asked.keys()]);
      for (const [key, { resolve }] of asked) resolve(found.get(key));
    } catch (error) {
      for (const { reject } of asked.values()) reject(error);
    } finally {
      this.underWay--;
      this.runSoon();
    }
  }
}

function makeAsked<V>(): Asked<V> {
  let resolve: Asked<V>['resolve'] = () => undefined;
  let reject: Asked<V>['reject'] = () => undefined;
  const answer = new Promise<V | undefined>((res, rej) => {
    resolve = res;
    reject = rej;
  });
  return { answer, resolve, reject };
}
