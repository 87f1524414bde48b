import { PACKET_RATES, PacketMeter, type PacketRate } from './packet-rates.js';

const WAIT_MOST_MS = 10_000;
const CLEAN_EVERY_MS = 60_000;

/** Bounds what is refused to an address over all transports together, where to refuse is all the work there is. */
export class RefusalLimiter {
  private readonly meter: PacketMeter;
  private timer: NodeJS.Timeout | null = null;

  /** @param on false: nothing is limited */
  constructor(
    private readonly on: boolean,
    rate: PacketRate = PACKET_RATES.refused,
  ) {
    this.meter = new PacketMeter(rate, WAIT_MOST_MS);
  }

  start(): void {
    this.timer = setInterval(() => this.meter.forgetQuiet(), CLEAN_EVERY_MS).unref();
  }

  stop(): void {
    if (this.timer) clearInterval(this.timer);
  }

  /** Counts a refusal. Returns by how many ms it came too early; 0 when it is within the rate. */
  take(address: string): number {
    return this.on ? this.meter.take(address) : 0;
  }
}
