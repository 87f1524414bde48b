import { Store } from '../../lib/store/store.js';

/** So many entries are kept; the oldest go. */
const KEPT = 500;

export type LogEntryKind = 'sent' | 'answer' | 'heard' | 'note' | 'fault';

export interface LogEntry {
  readonly id: number;
  /** ms */
  readonly at: number;
  readonly kind: LogEntryKind;
  readonly name: string;
  readonly value?: unknown;
  /** How long the answer took, ms. */
  readonly tookMs?: number;
}

export interface LogState {
  readonly entries: readonly LogEntry[];
  readonly paused: boolean;
  /** What came while it was paused, and is shown when it goes on. */
  readonly held: readonly LogEntry[];
}

const EMPTY: LogState = { entries: [], paused: false, held: [] };

/** What was sent and heard, the newest last. */
export class LiveLog {
  readonly store = new Store<LogState>(EMPTY);
  private nextId = 1;

  add(entry: Omit<LogEntry, 'id' | 'at'>): void {
    const { entries, paused, held } = this.store.state;
    const added = { ...entry, id: this.nextId, at: Date.now() };
    this.nextId += 1;
    if (paused) this.store.set({ entries, paused, held: [...held, added].slice(-KEPT) });
    else this.store.set({ entries: [...entries, added].slice(-KEPT), paused, held });
  }

  pause(): void {
    this.store.set({ ...this.store.state, paused: true });
  }

  goOn(): void {
    const { entries, held } = this.store.state;
    this.store.set({ entries: [...entries, ...held].slice(-KEPT), paused: false, held: [] });
  }

  clear(): void {
    this.store.set({ ...this.store.state, entries: [], held: [] });
  }
}
