import { Cell } from '../../cell.js';

/** So many lines are kept; the oldest go. */
const KEPT = 500;

export type LineKind = 'sent' | 'answer' | 'heard' | 'note' | 'fault';

export interface Line {
  readonly id: number;
  /** ms */
  readonly at: number;
  readonly kind: LineKind;
  readonly name: string;
  readonly value?: unknown;
  /** How long the answer took, ms. */
  readonly tookMs?: number;
}

export interface LogState {
  readonly lines: readonly Line[];
  readonly paused: boolean;
  /** What came while it was paused, and is shown when it goes on. */
  readonly held: readonly Line[];
}

const EMPTY: LogState = { lines: [], paused: false, held: [] };

/** What was sent and heard, the newest last. */
export class LiveLog {
  readonly cell = new Cell<LogState>(EMPTY);
  private nextId = 1;

  add(line: Omit<Line, 'id' | 'at'>): void {
    const { lines, paused, held } = this.cell.state;
    const added = { ...line, id: this.nextId, at: Date.now() };
    this.nextId += 1;
    if (paused) this.cell.set({ lines, paused, held: [...held, added].slice(-KEPT) });
    else this.cell.set({ lines: [...lines, added].slice(-KEPT), paused, held });
  }

  pause(): void {
    this.cell.set({ ...this.cell.state, paused: true });
  }

  goOn(): void {
    const { lines, held } = this.cell.state;
    this.cell.set({ lines: [...lines, ...held].slice(-KEPT), paused: false, held: [] });
  }

  clear(): void {
    this.cell.set({ ...this.cell.state, lines: [], held: [] });
  }
}
