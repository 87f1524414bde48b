import { type ErrorCode, type WireError, wireError } from '@parley/protocol';
import { PACKET_RATES, PacketMeter } from '../../network/packet-rates.js';
import type { RefusalLimiter } from '../../network/refusal-limiter.js';
import type { Connection } from '../connection/connection.js';
import type { FanOut } from '../delivery/fan-out.js';

/** Up to here a connection is read more slowly; who is further ahead of the rate is sent away. */
const SLOWED_MOST_MS = 5_000;
const AWAY_MS = 10_000;
const CLEAN_EVERY_MS = 60_000;

/** What is refused before anything is counted. Other refusals come behind a limit of their own. */
const WASTED: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'bad_request',
  'too_long',
  'empty_text',
  'unknown_command',
  'unauthenticated',
  'already_authenticated',
  'guests_off',
  'rate_limited',
]);

/**
 * Bounds what is read from connections, before anything is known of it: commands beyond every limit, malformed and
 * unknown ones, acknowledgements of nothing. Who sends too much is read more slowly, then sent away, and costs the others
 * nothing.
 */
export class InputLimiter {
  private readonly people = new PacketMeter(PACKET_RATES.person, AWAY_MS);
  private readonly strangers = new PacketMeter(PACKET_RATES.stranger, AWAY_MS);
  private timer: NodeJS.Timeout | null = null;

  /** @param on false: nothing is limited */
  constructor(
    private readonly fanOut: FanOut,
    private readonly refusals: RefusalLimiter,
    private readonly on: boolean,
  ) {}

  start(): void {
    this.timer = setInterval(() => {
      for (const meter of [this.people, this.strangers]) meter.forgetQuiet();
    }, CLEAN_EVERY_MS).unref();
    this.refusals.start();
  }

  stop(): void {
    if (this.timer) clearInterval(this.timer);
    this.refusals.stop();
  }

  /** Counts a packet. False: the connection is to be sent away, and what else comes on it is not to be looked at. */
  admit(connection: Connection): boolean {
    const { caller } = connection;
    const early = caller ? this.arrive(this.people, caller.id) : this.arriveUnknown(connection.id);
    if (early > 0 && early <= SLOWED_MOST_MS) connection.pauseFor(early);
    return early <= SLOWED_MOST_MS;
  }

  /** The same for what is no connection yet. */
  admitUnknown(id: string): boolean {
    return this.arriveUnknown(id) <= SLOWED_MOST_MS;
  }

  /** `goodbye`, with the time after which it may come back. */
  sendAway(connection: Connection): void {
    this.fanOut.dismiss(connection, { ...wireError('rate_limited'), afterMs: AWAY_MS });
  }

  /** Counts a refusal. What is told instead, when there were too many from that address. */
  refuse(connection: Connection, error: WireError): WireError {
    if (!WASTED.has(error.code)) return error;
    const early = this.refusals.take(connection.address);
    if (early === 0) return error;
    // A connection without a user has nothing to lose here; the others are read when they may be refused again.
    if (connection.caller) connection.pauseFor(Math.min(early, SLOWED_MOST_MS));
    else this.sendAway(connection);
    return error.code === 'rate_limited' ? error : wireError('rate_limited', undefined, Math.ceil(early));
  }

  private arriveUnknown(id: string): number {
    return this.arrive(this.strangers, id);
  }

  private arrive(meter: PacketMeter, key: string): number {
    return this.on ? meter.take(key) : 0;
  }
}
