import type { ErrorCode } from '@parley/protocol';
import type { Caller } from '../chat/caller.js';
import type { Dialect, Frame } from './dialect.js';

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

  /**
   * @param id unique on this instance
   * @param address whom limits count: where the client is, as far as it is known
   * @param dialect may change with the connection's first word, and never after it
   */
  constructor(
    readonly id: string,
    readonly address: string,
    public dialect: Dialect,
  ) {}

  abstract get open(): boolean;

  /** Never throws and never waits; nothing once the connection is closed. Frames arrive in the order of the calls. */
  abstract write(frame: Frame): void;

  /** Ends it, behind everything that was written. */
  abstract close(reason: ErrorCode): void;

  /** Its person, or null before it has one. */
  get caller(): Caller | null {
    return this.standing.state === 'known' ? this.standing.me : null;
  }
}
