import xterm from '@xterm/headless';
import { Program } from './program.js';

const SHOWS_WITHIN_MS = 15_000;
const LOOK_EVERY_MS = 20;

interface Options {
  columns?: number;
  rows?: number;
  env?: Record<string, string>;
}

/** A program in a terminal of its own, of which one sees what a person would see. */
export class Terminal {
  private readonly emulator: xterm.Terminal;
  private fed = 0;

  private constructor(
    readonly program: Program,
    columns: number,
    rows: number,
  ) {
    this.emulator = new xterm.Terminal({ cols: columns, rows, scrollback: 1_000, allowProposedApi: true });
  }

  static start(args: string[], { columns = 60, rows = 24, env = {} }: Options = {}): Terminal {
    const words = [process.execPath, ...args].map((word) => `'${word.replaceAll("'", `'\\''`)}'`);
    const line = `stty cols ${columns} rows ${rows} && exec ${words.join(' ')}`;
    // Two tools of one name: that of Linux, and that of macOS and the BSDs.
    const script =
      process.platform === 'linux' ? ['-qefc', line, '/dev/null'] : ['-q', '/dev/null', 'sh', '-c', line];
    const options = { env: { TERM: 'xterm-256color', SHELL: '/bin/sh', ...env } };
    return new Terminal(Program.start('script', script, options), columns, rows);
  }

  /** Presses keys. */
  type(text: string): void {
    this.program.child.stdin.write(text);
  }

  enter(line: string): void {
    this.type(`${line}\r`);
  }

  /** Every line there is, also those that went out at the top. */
  async lines(): Promise<string[]> {
    const news = this.program.stdout.slice(this.fed);
    this.fed += news.length;
    await new Promise<void>((resolve) => this.emulator.write(news, resolve));
    const { active } = this.emulator.buffer;
    const line = (y: number) => active.getLine(y)?.translateToString().trimEnd() ?? '';
    const all = Array.from({ length: active.length }, (_, y) => line(y));
    while (all.at(-1) === '') all.pop();
    return all;
  }

  /** Waits until the screen satisfies; resolves to its lines. */
  async shows(what: RegExp | string): Promise<string[]> {
    const deadline = Date.now() + SHOWS_WITHIN_MS;
    for (;;) {
      const lines = await this.lines();
      const text = lines.join('\n');
      if (typeof what === 'string' ? text.includes(what) : what.test(text)) return lines;
      if (Date.now() > deadline) throw new Error(`It never showed ${what}, but:\n${text}`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  /** Where the cursor is, from the left; and its line. */
  cursor(): { column: number; line: string } {
    const { active } = this.emulator.buffer;
    const line = active.getLine(active.baseY + active.cursorY)?.translateToString(true) ?? '';
    return { column: active.cursorX, line };
  }

  /** The title a program may have given the window. */
  onTitle(listener: (title: string) => void): void {
    this.emulator.onTitleChange(listener);
  }
}
