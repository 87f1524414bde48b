import { now, settle, sleep } from '../clock.js';
import { Histogram } from '../measure/histogram.js';
import type { Seat } from '../target/dialect.js';
import type { Orders, Returned } from './orders.js';
import { Returner } from './returner.js';

/** All clients of one process that will come back. */
export class Returners {
  private all: Returner[] = [];

  async gather({ seats, atOnce }: Orders['gather']['order']): Promise<number> {
    let next = 0;
    const bring = async () => {
      for (let seat: Seat | undefined = seats[next++]; seat; seat = seats[next++]) {
        const returner = new Returner(seat);
        this.all.push(returner);
        await returner.enter();
      }
    };
    await Promise.all(Array.from({ length: atOnce }, bring));
    return this.all.length;
  }

  /** Waits until all have come back through that port. */
  async comeBack({ port, patienceMs }: Orders['comeBack']['order']): Promise<null> {
    const until = now() + patienceMs;
    await Promise.race([Promise.all(this.all.map((one) => one.comeBack(port, until))), sleep(patienceMs)]);
    return null;
  }

  /** Waits until all know all that was said in their rooms. */
  async account({ taken, patience }: Orders['account']['order']): Promise<Returned> {
    const missing = () => this.all.map((one) => one.missing(taken));
    await settle(() => missing().reduce((sum, count) => sum + Math.max(0, count), 0), patience);
    const sinceDial = new Histogram();
    const sinceOpen = new Histogram();
    for (const { caughtUp } of this.all) {
      if (caughtUp === null) continue;
      sinceDial.add(caughtUp.sinceDialMs);
      sinceOpen.add(caughtUp.sinceOpenMs);
    }
    return {
      returned: sinceDial.count,
      reloaded: this.all.filter(({ reloaded }) => reloaded).length,
      lost: missing().reduce((sum, count) => sum + Math.max(0, count), 0),
      reordered: this.all.reduce((sum, one) => sum + one.reordered, 0),
      sinceDial: sinceDial.buckets(),
      sinceOpen: sinceOpen.buckets(),
    };
  }

  leave(): void {
    for (const one of this.all) one.close();
    this.all = [];
  }
}
