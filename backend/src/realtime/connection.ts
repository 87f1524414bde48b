import { type ErrorCode, LIMITS } from '@parley/protocol';
import type { Caller } from '../chat/caller.js';
import type { Dialect } from './dialect.js';
import type { Flusher } from './flusher.js';
import type { Batch, Frame } from './frame.js';

/** A command that came while `authenticate` was being settled. */
export type Queued = () => void;

/** Whose a connection is. An identity, once known, never changes. */
export type Standing =
  | { state: 'anonymous'; deadline: NodeJS.Timeout | null }
  | { state: 'settling'; queue: Queued[] }
  | { state: 'known'; me: Caller };

/** One client on one line, whatever its transport. Nothing outside of the transports' folders knows more of it. */
export abstract class Connection {
  standing: Standing = { state: 'anonymous', deadline: null };
  /** The last of the commands that must not overtake each other, while one runs. */
  turn: Promise<void> | null = null;
  /** The one room it is for: behind its watch the connection ends, too. */
  readonly only: string | null = null;
  /** The other commands under way. */
  readonly running = new Set<Promise<void>>();
  private waiting: Batch | null = null;
  /** Runs while more is unread than may be for long. */
  private patience: NodeJS.Timeout | null = null;

  /**
   * @param id unique on this instance
   * @param address whom limits count: where the client is, as far as it is known
   * @param dialect may change with the connection's first word, and never after it
   */
  constructor(
    readonly id: string,
    readonly address: string,
    public dialect: Dialect,
    private readonly flusher: Flusher,
    private readonly log: (line: string) => void,
  ) {}

  abstract get open(): boolean;

  /**
   * Never throws and never waits; nothing once the connection is closed. Frames arrive in the order of the calls, soon.
   *
   * @param passing what is worth nothing later: a reader who is behind is spared it
   */
  write(frame: Frame, passing = false): void {
    if (!this.open || (passing && this.unread > LIMITS.unreadPassingBytes)) return;
    if (this.waiting === null) this.flusher.add(this);
    this.waiting = frame.behind(this.waiting);
    if (this.waiting.size >= LIMITS.batchBytes) this.flush();
  }

  /** Hands what waits to the transport. What is given to that by another way goes behind it only if this is called before. */
  flush(): void {
    const { waiting } = this;
    if (waiting === null) return;
    this.waiting = null;
    if (!this.open) return;
    this.send(waiting);
    if (this.unread <= LIMITS.unreadBytes) return;
    if (this.unread > LIMITS.unreadMostBytes) this.cutOff();
    else this.patience ??= setTimeout(() => this.losePatience(), LIMITS.unreadMs).unref();
  }

  /** Ends it, behind everything that was written. */
  close(reason: ErrorCode): void {
    this.flush();
    this.end(reason);
  }

  /** About how many bytes the transport was given that its client has not taken yet. */
  protected abstract get unread(): number;

  protected abstract send(batch: Batch): void;

  protected abstract end(reason: ErrorCode): void;

  /** Ends it at once, and lets go of what waits. */
  protected abstract cut(): void;

  /** Its person, or null before it has one. */
  get caller(): Caller | null {
    return this.standing.state === 'known' ? this.standing.me : null;
  }

  /** A burst is read within moments. What waits for longer has no reader, and would wait in our memory for ever. */
  private losePatience(): void {
    this.patience = null;
    if (this.open && this.unread > LIMITS.unreadBytes) this.cutOff();
  }

  private cutOff(): void {
    const who = this.caller?.username ?? this.address;
    this.log(`${who} is cut off: it leaves more than ${LIMITS.unreadBytes} bytes unread`);
    this.cut();
  }
}
