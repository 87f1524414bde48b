import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { move } from '../environment/cores.js';
import type { Environment } from '../environment/environment.js';
import type { Answered, OrderName, Orders } from './orders.js';

const PROGRAM = fileURLToPath(new URL('./worker-program.js', import.meta.url));

/** One process of the load. */
export class Worker {
  private readonly waiting = new Map<
    number,
    { resolve(answer: unknown): void; reject(error: Error): void }
  >();
  private next = 0;

  private constructor(private readonly child: ChildProcess) {
    child.on('message', ({ id, answer, error }: Answered) => {
      const asker = this.waiting.get(id);
      this.waiting.delete(id);
      if (error !== undefined) asker?.reject(new Error(error));
      else asker?.resolve(answer);
    });
    child.once('exit', (code, signal) => {
      for (const { reject } of this.waiting.values()) reject(new Error(`The load ended: ${signal ?? code}.`));
      this.waiting.clear();
    });
  }

  static async start({ guard, cores }: Environment): Promise<Worker> {
    const child = fork(PROGRAM, { detached: true, execArgv: [] });
    guard.watch(child.pid);
    child.once('exit', () => guard.forget(child.pid));
    await once(child, 'spawn');
    await move(child.pid ?? 0, cores.load);
    return new Worker(child);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  ask<N extends OrderName>(name: N, order: Orders[N]['order']): Promise<Orders[N]['answer']> {
    const id = this.next++;
    return new Promise<Orders[N]['answer']>((resolve, reject) => {
      this.waiting.set(id, { resolve: (answer) => resolve(answer as Orders[N]['answer']), reject });
      this.child.send({ id, name, order }, (error) => error && reject(error));
    });
  }

  end(): void {
    this.child.kill('SIGKILL');
  }
}
