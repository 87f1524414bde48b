import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** A program of a test's own, ended by its process and nobody else's. */
export class Program {
  private readonly process: ChildProcess;
  private output = '';

  constructor(command: string, args: readonly string[], env: Record<string, string> = {}) {
    this.process = spawn(command, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.process.stdout?.on('data', (chunk: Buffer) => this.note(chunk));
    this.process.stderr?.on('data', (chunk: Buffer) => this.note(chunk));
    this.process.on('error', (error) => this.note(Buffer.from(String(error))));
  }

  /** Resolves when `holds` does; rejects, with what the program said, when it ends first or takes too long. */
  async until(holds: () => Promise<boolean>, patienceMs = 30_000): Promise<void> {
    const deadline = Date.now() + patienceMs;
    while (!(await holds().catch(() => false))) {
      if (this.process.exitCode !== null || Date.now() > deadline) {
        await this.end('SIGKILL');
        throw new Error(`${this.process.spawnargs.join(' ')} did not come up:\n${this.output}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = once(this.process, 'exit');
    this.process.kill(signal);
    await ended;
  }

  private note(chunk: Buffer): void {
    this.output = (this.output + chunk.toString()).slice(-4_000);
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a port was asked for');
  server.close();
  await once(server, 'close');
  return address.port;
}
