import { now } from '../clock.js';
import type { History } from '../record/history.js';

interface State {
  history: History;
  /** Names of the faults that are on. */
  now: string[];
  /** Instances. */
  up: number;
}

const ON_TERMINAL_MS = 250;
const PLAIN_MS = 10_000;

/** Tells how far the run is: one line that changes on a terminal, a line now and then elsewhere. */
export class Progress {
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly out: NodeJS.WriteStream) {}

  tell(line: string): void {
    this.clear();
    this.out.write(`${line}\n`);
  }

  /** `end`: when the faults are over. */
  begin(end: number, look: () => State): void {
    const beganAt = now();
    const show = () => {
      const line = describe(look(), (now() - beganAt) / 1_000, (end - beganAt) / 1_000);
      if (this.out.isTTY) this.out.write(`\r\x1b[K${line.slice(0, this.out.columns - 1)}`);
      else this.out.write(`${line}\n`);
    };
    this.timer = setInterval(show, this.out.isTTY ? ON_TERMINAL_MS : PLAIN_MS);
  }

  end(): void {
    if (this.timer) clearInterval(this.timer);
    this.clear();
  }

  private clear(): void {
    if (this.out.isTTY) this.out.write('\r\x1b[K');
  }
}

function describe({ history, now: names, up }: State, passed: number, all: number): string {
  const acks = history.attempts.filter(({ outcome }) => outcome.is === 'stored').length;
  const going = names.length > 0 ? names.join(' + ') : 'calm';
  return `${Math.round(passed)} of ${Math.round(all)} s, ${up} up, ${acks} acknowledged, ${history.faults.length} faults, now ${going}`;
}
