import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { freePorts } from '@parley/testkit/ports.js';

const START_MS = 10_000;
/** Most systems have one of them, and they are the same to us. */
const PROGRAMS = ['redis-server', 'valkey-server'];

/** A real Redis of one's own, empty, on a free port of this machine. It can be killed, frozen and started again. */
export class RedisServer {
  private constructor(
    readonly port: number,
    private readonly options: readonly string[],
    private child: ChildProcess,
  ) {}

  /** On any port unless one is named, with more options of the command line. */
  static async start(chosen?: number, options: readonly string[] = []): Promise<RedisServer> {
    const [port = 0] = chosen === undefined ? await freePorts(1) : [chosen];
    return new RedisServer(port, options, await run(port, options));
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Ends it without a goodbye. */
  async kill(): Promise<void> {
    if (!this.running) return;
    const gone = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await gone;
  }

  /** Starts it again, empty, on the same port. */
  async restart(): Promise<void> {
    await this.kill();
    this.child = await run(this.port, this.options);
  }

  /** It keeps its connections and answers nothing, as behind a cut cable. */
  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  thaw(): void {
    this.child.kill('SIGCONT');
  }
}

async function run(port: number, options: readonly string[]): Promise<ChildProcess> {
  for (const program of PROGRAMS) {
    const child = spawn(
      program,
      ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', ...options],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const started = await Promise.race([ready(child), once(child, 'error').then(() => false)]);
    if (!started) continue;
    const end = () => child.kill('SIGKILL');
    process.once('exit', end);
    child.once('exit', () => process.off('exit', end));
    return child;
  }
  throw new Error(`The tests need a Redis: one of ${PROGRAMS.join(', ')} on the PATH.`);
}

async function ready(child: ChildProcess): Promise<boolean> {
  if (child.stdout === null) return false;
  const lines = createInterface({ input: child.stdout });
  const timer = setTimeout(() => child.kill('SIGKILL'), START_MS);
  for await (const line of lines) {
    if (line.includes('Ready to accept connections')) {
      clearTimeout(timer);
      child.stdout.resume();
      return true;
    }
  }
  return false;
}
