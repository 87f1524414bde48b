import { LIMITS } from '@parley/protocol';

/** A command whose form is right, ready to run. */
export interface Command {
  /** It waits for all before it, and all behind it wait for it. The others do not wait for each other. */
  readonly exclusive: boolean;
  readonly input: unknown;
  /** Never rejects. */
  run(): Promise<void>;
  /** Too many wait (`overloaded`), or it waited too long for what does not end (`unavailable`). */
  refuse(code: 'overloaded' | 'unavailable'): void;
}

interface Waiting {
  readonly command: Command;
  readonly length: number;
  readonly since: number;
}

/**
 * The order of one connection's commands. What must wait is bounded in number, in size and in time, and to begin a command
 * costs the same however many wait.
 */
export class CommandQueue {
  /** From `first` on; what is before it has begun. */
  private waiting: Waiting[] = [];
  private first = 0;
  private length = 0;
  private underWay = 0;
  /** The one that is under way lets no other run beside it. */
  private exclusive = false;
  private timer: NodeJS.Timeout | null = null;
  private emptied: (() => void)[] = [];

  push(command: Command): void {
    if (this.count === 0 && this.mayBegin(command)) this.begin(command);
    else this.wait(command);
  }

  /** Resolves when nothing is under way and nothing waits. */
  async idle(): Promise<void> {
    if (this.underWay > 0) await new Promise<void>((resolve) => this.emptied.push(resolve));
  }

  private get count(): number {
    return this.waiting.length - this.first;
  }

  private get next(): Waiting | undefined {
    return this.waiting[this.first];
  }

  private mayBegin({ exclusive }: Command): boolean {
    return exclusive ? this.underWay === 0 : !this.exclusive;
  }

  private wait(command: Command): void {
    const length = JSON.stringify(command.input).length;
    if (this.count >= LIMITS.waitingCommands || this.length + length > LIMITS.waitingLength) {
      command.refuse('overloaded');
      return;
    }
    this.waiting.push({ command, length, since: performance.now() });
    this.length += length;
    this.timer ??= setTimeout(() => this.expire(), LIMITS.waitingMs).unref();
  }

  private begin(command: Command): void {
    this.underWay += 1;
    this.exclusive = command.exclusive;
    void command.run().finally(() => this.end());
  }

  private end(): void {
    this.underWay -= 1;
    if (this.underWay === 0) this.exclusive = false;
    this.beginNext();
    if (this.underWay === 0) for (const resolve of this.emptied.splice(0)) resolve();
  }

  /** Begins what waits, up to the first that may not begin yet. */
  private beginNext(): void {
    for (let next = this.next; next && this.mayBegin(next.command); next = this.next) {
      this.shift(next);
      this.begin(next.command);
    }
  }

  private shift({ length }: Waiting): void {
    this.first += 1;
    this.length -= length;
    // Half of them at a time: each is moved once, at most.
    if (this.first * 2 < this.waiting.length) return;
    this.waiting = this.waiting.slice(this.first);
    this.first = 0;
  }

  private expire(): void {
    this.timer = null;
    const before = performance.now() - LIMITS.waitingMs;
    for (let next = this.next; next && next.since <= before; next = this.next) {
      this.shift(next);
      next.command.refuse('unavailable');
    }
    // What waited for those alone.
    this.beginNext();
    const { next } = this;
    if (next) this.timer = setTimeout(() => this.expire(), next.since - before).unref();
  }
}
