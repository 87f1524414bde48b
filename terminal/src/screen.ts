import { clearScreenDown, cursorTo, type Interface, moveCursor } from 'node:readline';
import type { WriteStream } from 'node:tty';
import { rowsOf } from './lines/fit.js';

/** Readline remembers how far below the beginning of its prompt it left the cursor, and goes up by that before it draws. */
interface Reader extends Interface {
  prevRows?: number;
}

/**
 * A conversation that grows upwards, above some lines that change and the line one types in. Readline edits that line; it
 * draws its prompt anew, and the changing lines are part of the prompt.
 */
export class Screen {
  private live: readonly string[] = [];
  /** The prompt stands on the screen, with the cursor somewhere behind it. */
  private isDrawn = false;

  constructor(
    private readonly out: WriteStream,
    private readonly reader: Reader,
    private prompt: string,
  ) {}

  /** One that does not tell its width is taken for endless, as readline takes it. */
  get columns(): number {
    return this.out.columns || Number.POSITIVE_INFINITY;
  }

  /** Adds lines to the conversation. */
  print(lines: readonly string[]): void {
    if (lines.length > 0) this.draw(lines);
  }

  /** Changes what stands above the line one types in. */
  show(live: readonly string[], prompt: string): void {
    const isSame = prompt === this.prompt && live.join('\n') === this.live.join('\n');
    if (isSame && this.isDrawn) return;
    this.draw([], live, prompt);
  }

  /** A key was pressed. Of text that is pasted over several rows readline does not notice that it went down. */
  typed(): void {
    if (this.isDrawn) this.reader.prevRows = this.reader.getCursorPos().rows;
  }

  /** A line was entered, and readline went to the next row. Takes it away: what was said appears when it is said. */
  entered(line: string): void {
    moveCursor(this.out, 0, -rowsOf(this.whole + line, this.columns));
    cursorTo(this.out, 0);
    clearScreenDown(this.out);
    this.isDrawn = false;
  }

  /** Leaves nothing but the conversation. */
  close(): void {
    this.erase();
    this.reader.close();
  }

  private draw(lines: readonly string[], live = this.live, prompt = this.prompt): void {
    this.out.cork();
    this.erase();
    if (lines.length > 0) this.out.write(`${lines.join('\n')}\n`);
    this.live = live;
    this.prompt = prompt;
    this.reader.setPrompt(this.whole);
    this.reader.prompt(true);
    this.isDrawn = true;
    this.out.uncork();
  }

  private erase(): void {
    if (!this.isDrawn) return;
    moveCursor(this.out, 0, -this.reader.getCursorPos().rows);
    cursorTo(this.out, 0);
    clearScreenDown(this.out);
    this.reader.prevRows = 0;
    this.isDrawn = false;
  }

  private get whole(): string {
    return [...this.live, this.prompt].join('\n');
  }
}
