import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Redis } from 'ioredis';
import type { Guard } from './guard.js';
import { SetUpError } from './set-up-error.js';

/** Most systems have one of them, and they are the same to us. */
const PROGRAMS = ['redis-server', 'valkey-server'];
const START_MS = 20_000;

/** A Redis of one's own, empty, that can be killed and started again. */
export class RedisServer {
  private constructor(
    readonly port: number,
    private readonly guard: Guard,
    private child: ChildProcess,
  ) {}

  static async start(port: number, guard: Guard): Promise<RedisServer> {
    return new RedisServer(port, guard, await run(port, guard));
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Empty, on the same port. */
  async restart(): Promise<void> {
    await this.kill();
    this.child = await run(this.port, this.guard);
  }

  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await gone;
  }

  /** Does something over a connection of one's own, past all roads. */
  async with<T>(task: (redis: Redis) => Promise<T>): Promise<T> {
    const redis = new Redis({ port: this.port, host: '127.0.0.1', maxRetriesPerRequest: 3 });
    redis.on('error', () => undefined);
    try {
      return await task(redis);
    } finally {
      redis.disconnect();
    }
  }
}

async function run(port: number, guard: Guard): Promise<ChildProcess> {
  for (const program of PROGRAMS) {
    const args = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'], detached: true });
    guard.watch(child.pid);
    child.once('exit', () => guard.forget(child.pid));
    if (await Promise.race([isReady(child), once(child, 'error').then(() => false)])) return child;
  }
  throw new SetUpError(`This needs a Redis: one of ${PROGRAMS.join(', ')} on the PATH.`);
}

async function isReady(child: ChildProcess): Promise<boolean> {
  if (child.stdout === null) return false;
  const timer = setTimeout(() => child.kill('SIGKILL'), START_MS);
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.includes('Ready to accept connections')) continue;
    clearTimeout(timer);
    child.stdout.resume();
    return true;
  }
  return false;
}
