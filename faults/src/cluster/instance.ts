import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Guard } from '@parley/testkit/guard.js';
import { SetUpError } from '@parley/testkit/set-up-error.js';
import { now, sleep } from '../clock.js';
import type { Order, Report } from '../mutants/orders.js';
import type { FaultyProxy } from './faulty-proxy.js';

const main = () => fileURLToPath(import.meta.resolve('@parley/backend/main.js'));
const FAILPOINTS = fileURLToPath(new URL('../mutants/failpoints.js', import.meta.url));
/** One start, on a machine that has much else to do. */
const READY_WITHIN_MS = 60_000;
/** A start while PostgreSQL or Redis is away fails; a supervisor tries again. */
const TRY_AGAIN_MS = 500;
const OUTPUT_KEPT = 20_000;
const ANSWER_MS = 2_000;

export interface Proxies {
  /** What clients come by. */
  clients: FaultyProxy;
  /** The same, where no websocket passes. */
  narrow: FaultyProxy;
  redis: FaultyProxy;
  postgres: FaultyProxy;
}

interface Options {
  id: string;
  port: number;
  proxies: Proxies;
  env: Record<string, string>;
  /** Modules loaded before the program. */
  imports: readonly string[];
  guard: Guard;
  /** It ended by itself. */
  died(id: string, how: string): void;
}

/** One instance of the built program, as a supervisor keeps it. */
export class Instance {
  private child: ChildProcess | null = null;
  private expectedToEnd = false;
  private output = '';
  private heard: (report: Report) => void = () => undefined;
  frozen = false;

  constructor(private readonly options: Options) {}

  get id(): string {
    return this.options.id;
  }

  get proxies(): Proxies {
    return this.options.proxies;
  }

  /** Where clients find it. */
  get url(): string {
    return `http://127.0.0.1:${this.proxies.clients.port}`;
  }

  /** The same, past all proxies. */
  get directUrl(): string {
    return `http://127.0.0.1:${this.options.port}`;
  }

  get running(): boolean {
    return this.child !== null && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Starts it, again and again until it is ready. Throws when it was not within the time. */
  async start(withinMs = READY_WITHIN_MS): Promise<void> {
    const deadline = now() + withinMs;
    while (!(await this.tryToStart(deadline))) {
      if (now() >= deadline) throw new SetUpError(`${this.id} does not start:\n${this.output}`);
      await sleep(TRY_AGAIN_MS);
    }
  }

  /** As a crash does. */
  kill(): Promise<void> {
    return this.end('SIGKILL');
  }

  /** As an administrator does. Resolves when it has ended by itself; null when it did not run. */
  async stop(): Promise<{ code: number | null; ms: number } | null> {
    if (!this.running) return null;
    const begun = performance.now();
    await this.end('SIGTERM');
    return { code: this.child?.exitCode ?? null, ms: Math.round(performance.now() - begun) };
  }

  freeze(): void {
    this.frozen = true;
    this.child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.child?.kill('SIGCONT');
    this.frozen = false;
  }

  /** Its end, by a failpoint, is expected within the time. False when it did not come; then it will not come any more. */
  async endsWithin(ms: number, order: Order): Promise<boolean> {
    const { child } = this;
    if (!child || !this.running) return false;
    this.expectedToEnd = true;
    const ended = once(child, 'exit').then(() => true);
    this.tell(order);
    if (await Promise.race([ended, sleep(ms, false)])) return true;
    this.tell({ about: 'failpoint', at: null });
    // It may have come to that point just now.
    const late = await Promise.race([ended, sleep(500, false)]);
    this.expectedToEnd = late;
    return late;
  }

  tell(order: Order): void {
    if (this.running && this.child?.connected) this.child.send(order, () => undefined);
  }

  /** What it takes of memory, bytes; null when it does not say. */
  memory(): Promise<number | null> {
    const said = new Promise<number>((resolve) => {
      this.heard = (report) => {
        if (report.about === 'memory') resolve(report.bytes);
      };
    });
    this.tell({ about: 'memory' });
    return Promise.race([said, sleep(ANSWER_MS, null)]);
  }

  /** What it printed last. */
  get said(): string {
    return this.output;
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    if (!child || !this.running) return;
    this.expectedToEnd = true;
    const gone = once(child, 'exit');
    child.kill(signal);
    // A frozen process hears nothing but SIGKILL.
    if (this.frozen && signal !== 'SIGKILL') this.thaw();
    await gone;
    this.frozen = false;
  }

  private async tryToStart(deadline: number): Promise<boolean> {
    if (this.running) return true;
    const { env, imports, guard, died } = this.options;
    const args = [FAILPOINTS, ...imports].flatMap((path) => ['--import', path]);
    const child = spawn(process.execPath, [...args, main()], {
      env,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: true,
    });
    this.child = child;
    this.expectedToEnd = false;
    this.frozen = false;
    guard.watch(child.pid);
    child.on('message', (report: Report) => this.heard(report));
    let ready = false;
    child.on('exit', (code, signal) => {
      guard.forget(child.pid);
      if (ready && !this.expectedToEnd) died(this.id, `${signal ?? `exit code ${code}`}\n${this.output}`);
    });
    return new Promise((resolve) => {
      const hear = (chunk: Buffer) => {
        this.output = (this.output + chunk).slice(-OUTPUT_KEPT);
        if (ready || !chunk.includes('Parley is ready')) return;
        ready = true;
        clearTimeout(timer);
        resolve(true);
      };
      const timer = setTimeout(() => child.kill('SIGKILL'), Math.max(deadline - now(), 1_000));
      child.stdout?.on('data', hear);
      child.stderr?.on('data', hear);
      const failed = () => {
        clearTimeout(timer);
        if (!ready) resolve(false);
      };
      child.once('exit', failed);
      // One that could not even begin never ends.
      child.on('error', failed);
    });
  }
}
