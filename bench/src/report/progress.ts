import { now } from '../clock.js';

const ON_TERMINAL_MS = 250;
const PLAIN_MS = 15_000;

/** Tells what is done: one line that changes on a terminal, a line now and then elsewhere; results stay. */
export class Progress {
  private doing = '';
  private since = now();
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly out: NodeJS.WriteStream) {
    this.timer = setInterval(() => this.show(), out.isTTY ? ON_TERMINAL_MS : PLAIN_MS);
    this.timer.unref();
  }

  /** A line that stays. */
  say(line: string): void {
    this.clear();
    this.out.write(`${line}\n`);
  }

  /** What is being done from now on. */
  now(doing: string): void {
    this.doing = doing;
    this.since = now();
    if (this.out.isTTY) this.show();
  }

  end(): void {
    clearInterval(this.timer);
    this.clear();
  }

  private show(): void {
    if (this.doing === '') return;
    const line = `${this.doing} ... ${Math.round((now() - this.since) / 1_000)} s`;
    if (this.out.isTTY) this.out.write(`\r\x1b[K${line.slice(0, this.out.columns - 1)}`);
    else this.out.write(`${line}\n`);
  }

  private clear(): void {
    if (this.out.isTTY) this.out.write('\r\x1b[K');
  }
}
