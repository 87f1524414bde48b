import { type ErrorCode, LIMITS } from '@parley/protocol';
import type { Caller } from '../../chat/caller.js';
import { refuse } from '../../chat/refusal.js';
import type { Reader } from '../unread/reader.js';
import { CommandQueue } from './command-queue.js';
import type { Encoder } from './encoder.js';
import type { Batch, Frame } from './frame.js';
import type { WriteScheduler } from './write-scheduler.js';

/** How often it is looked whether a reader has caught up, ms. */
const DRAIN_LOOK_MS = 20;

/** A command that came while `authenticate` was being settled. */
export type Queued = () => void;

export interface Urgency {
  /** It is worth nothing later: a reader who is behind is spared it. */
  readonly droppable: boolean;
  /** It may wait a moment, to be written together with what follows. What is told behind it takes it along. */
  readonly patient: boolean;
}

const AT_ONCE: Urgency = { droppable: false, patient: false };

/** Whose a connection is. An identity, once known, never changes. */
export type AuthState =
  | { state: 'anonymous'; deadline: NodeJS.Timeout | null }
  | { state: 'settling'; queue: Queued[] }
  | { state: 'known'; me: Caller };

/** One client on one line, whatever its transport. Nothing outside of the transports' folders knows more of it. */
export abstract class Connection implements Reader {
  authState: AuthState = { state: 'anonymous', deadline: null };
  readonly commands = new CommandQueue();
  /** The one room it is for: behind its watch the connection ends, too. */
  readonly only: string | null = null;
  /** It is told in an answer over HTTP, whose reader is known there. */
  readonly isAnswer: boolean = false;
  private waiting: Batch | null = null;
  /** What waits is written soon; else it is patient. */
  private due = false;
  /** The bytes its transport was given so far. */
  protected written = 0;
  /** The last of the large answers, which are made one by one. */
  private paced: Promise<unknown> = Promise.resolve();

  /**
   * @param id unique on this instance
   * @param address whom limits count: where the client is, as far as it is known
   * @param encoder may change with the connection's first word, and never after it
   */
  constructor(
    readonly id: string,
    readonly address: string,
    public encoder: Encoder,
    private readonly writes: WriteScheduler,
    private readonly log: (line: string) => void,
  ) {}

  abstract get open(): boolean;

  /**
   * Never throws and never waits; nothing once the connection is closed. Frames arrive in the order of the calls, soon.
   */
  write(frame: Frame, { droppable, patient } = AT_ONCE): void {
    if (!this.open || (droppable && this.unread > LIMITS.unreadDroppableBytes)) return;
    if (patient) {
      if (this.waiting === null) this.writes.scheduleLater(this);
    } else if (!this.due) {
      this.due = true;
      this.writes.schedule(this);
    }
    this.waiting = frame.behind(this.waiting);
    if (this.waiting.size >= LIMITS.batchBytes) this.flush();
  }

  /** Hands what waits to the transport. What is given to that by another way goes behind it only if this is called before. */
  flush(): void {
    const { waiting } = this;
    this.due = false;
    if (waiting === null) return;
    this.waiting = null;
    if (!this.open) return;
    this.written += waiting.size;
    this.send(waiting);
    if (this.unread > LIMITS.unreadMostBytes) {
      this.cutOff(`it leaves more than ${LIMITS.unreadMostBytes} bytes unread`);
    }
  }

  /** Resolves when its client has read most of what it was told, or the connection has closed. */
  async drained(): Promise<void> {
    while (this.open && this.unread > LIMITS.unreadDroppableBytes) {
      await new Promise((resolve) => setTimeout(resolve, DRAIN_LOOK_MS));
    }
  }

  /**
   * Makes a large answer when the one before is made and read: its client sets the pace, and waits for no other's. For a
   * client that has gone meanwhile it is not made: refuses with `unavailable`.
   *
   * @param changes making it changes something, too: that is done for a client that has gone, as any other command is
   */
  paceOf<T>(answer: () => Promise<T>, changes = false): Promise<T> {
    const made = this.paced
      .then(() => this.drained())
      .then(() => (this.open || changes ? answer() : refuse('unavailable')));
    this.paced = made.catch(() => undefined);
    return made;
  }

  /** Reads nothing more from it for a while, where its transport can do so. What was read already comes all the same. */
  pauseFor(_ms: number): void {}

  /** Ends it, behind everything that was written. */
  close(reason: ErrorCode): void {
    this.flush();
    this.end(reason);
  }

  /** About how many bytes the transport was given that its client has not taken yet. */
  abstract get unread(): number;

  protected abstract send(batch: Batch): void;

  protected abstract end(reason: ErrorCode): void;

  /** Ends it at once, and lets go of what waits. */
  protected abstract cut(): void;

  /** Its person, or null before it has one. */
  get caller(): Caller | null {
    return this.authState.state === 'known' ? this.authState.me : null;
  }

  /** In whole writes. A transport that knows better says so: a page is one write, and may take its reader a while. */
  get taken(): number {
    return this.written - this.unread;
  }

  get person(): string | null {
    return this.caller?.id ?? null;
  }

  cutOff(why: string): void {
    this.log(`${this.caller?.username ?? this.address} is cut off: ${why}`);
    this.cut();
  }
}
