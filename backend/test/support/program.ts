import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';

const WITHIN_MS = 20_000;

interface Options {
  cwd?: string;
  env?: Record<string, string>;
}

/** A program of its own that reads, prints and ends. */
export class Program {
  stdout = '';
  stderr = '';
  private readonly ended: Promise<number | null>;

  private constructor(readonly child: ChildProcessWithoutNullStreams) {
    child.stdout.on('data', (chunk: Buffer) => {
      this.stdout += chunk;
    });
    child.stderr.on('data', (chunk: Buffer) => {
      this.stderr += chunk;
    });
    // It may end before it has read all it is given.
    child.stdin.on('error', () => undefined);
    this.ended = once(child, 'close').then(([code]) => code);
  }

  static start(command: string, args: string[], { cwd, env = {} }: Options = {}): Program {
    const own = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' };
    return new Program(spawn(command, args, { cwd, env: { ...own, ...env } }));
  }

  static node(args: string[], options: Options = {}): Program {
    return Program.start(process.execPath, args, options);
  }

  /** Resolves when it has printed something like this. */
  async prints(pattern: RegExp | string): Promise<void> {
    const has = () =>
      typeof pattern === 'string' ? this.stdout.includes(pattern) : pattern.test(this.stdout);
    const deadline = AbortSignal.timeout(WITHIN_MS);
    while (!has()) {
      const heard = once(this.child.stdout, 'data', { signal: deadline });
      await Promise.race([heard, this.ended]).catch(() => undefined);
      if (has()) return;
      if (deadline.aborted || this.child.exitCode !== null)
        throw new Error(`It never printed ${pattern}, but:\n${this.stdout}\n${this.stderr}`);
    }
  }

  /** Its exit code, once all it said is here. One that does not end is killed, and null. */
  async exit(): Promise<number | null> {
    const timer = setTimeout(() => this.child.kill('SIGKILL'), WITHIN_MS);
    const code = await this.ended;
    clearTimeout(timer);
    return code;
  }
}
