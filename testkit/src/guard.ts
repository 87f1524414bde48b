import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('./guard-program.js', import.meta.url));

export type GuardOrder = { watch: number } | { forget: number } | { directory: string };

/** A process that outlives us by a moment: when we are killed, it ends what we started and removes what we wrote. */
export class Guard {
  private readonly child: ChildProcess;

  constructor() {
    // A group of its own: Ctrl-C is for us, and the guard must be there until we are gone.
    this.child = fork(PROGRAM, { detached: true, stdio: 'ignore', execArgv: [] });
    this.child.unref();
    this.child.channel?.unref();
  }

  /** A process of ours, by its id. */
  watch(pid: number | undefined): void {
    if (pid !== undefined) this.order({ watch: pid });
  }

  /** It has ended: its id may soon be another's. */
  forget(pid: number | undefined): void {
    if (pid !== undefined) this.order({ forget: pid });
  }

  directory(path: string): void {
    this.order({ directory: path });
  }

  /** Everything was ended in order; there is nothing to guard. */
  dismiss(): void {
    this.child.kill('SIGKILL');
  }

  private order(order: GuardOrder): void {
    this.child.send(order);
  }
}
