import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

export type Role = 'server' | 'redis' | 'postgres';

/** A process that is measured. */
export class Program {
  constructor(
    readonly name: string,
    readonly role: Role,
    readonly pid: number,
    private readonly child: ChildProcess | null,
    /** What it printed last. */
    readonly said: () => string,
  ) {}

  get running(): boolean {
    return this.child !== null && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** As a crash does. */
  kill(): Promise<void> {
    return this.end('SIGKILL');
  }

  /** As an administrator does; after the time as a crash does. */
  async stop(withinMs = 10_000): Promise<void> {
    const timer = setTimeout(() => void this.kill(), withinMs);
    await this.end('SIGTERM');
    clearTimeout(timer);
  }

  /**
   * The heap after a collection, bytes; null when it does not say. Only programs of Node answer, which were started with
   * the module that does.
   */
  async heap(): Promise<number | null> {
    const { child } = this;
    if (!child?.connected) return null;
    const answer = once(child, 'message', { signal: AbortSignal.timeout(20_000) });
    child.send('heap');
    const [bytes] = await answer.catch(() => [null]);
    return typeof bytes === 'number' ? bytes : null;
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    if (!child || !this.running) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }
}
