import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from '../../start-error.js';
import { type Cluster, enter, leave } from './membership.js';
import type { Connected } from './server.js';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
/** How long it is tried before an instance that can do nothing ends. */
const GIVE_UP_MS = 60_000;
/** One that has lived for so long is tried anew as eagerly as the first time. */
const SETTLED_MS = 60_000;

/**
 * Keeps the embedded server running, and this process marked as one of its users. Whichever way the server or only the mark is
 * lost, the mark is made again; a server that is gone is started for it, by one of its users, at the port that all know.
 */
export class Supervisor {
  /** Whether the server is gone, and tried to be started again. */
  restarting = false;
  /** Resolves when it cannot be. */
  readonly lost: Promise<StartError>;
  private giveUp: (why: StartError) => void = () => undefined;
  private work: Promise<void> = Promise.resolve();
  private leaving = false;
  private pause = FIRST_PAUSE_MS;
  private connected: Connected;
  private readonly port: number;

  constructor(
    private readonly cluster: Cluster,
    connected: Connected,
    private readonly warn: (line: string) => void,
    private readonly giveUpMs: number = GIVE_UP_MS,
  ) {
    this.port = connected.port;
    this.connected = connected;
    this.lost = new Promise((resolve) => {
      this.giveUp = resolve;
    });
    this.hold(connected);
  }

  /** Leaves the server, which its last user stops. */
  async release(): Promise<void> {
    this.leaving = true;
    await this.work;
    await leave(this.cluster, this.connected);
  }

  private hold(connected: Connected): void {
    this.connected = connected;
    const since = performance.now();
    connected.client.once('end', () => {
      if (this.leaving) return;
      if (performance.now() - since > SETTLED_MS) this.pause = FIRST_PAUSE_MS;
      this.work = this.bringBack();
    });
  }

  private async bringBack(): Promise<void> {
    const began = performance.now();
    this.restarting = true;
    this.warn('The embedded PostgreSQL has ended, or cut us off. It is started again.');
    let reason = '';
    while (!this.leaving && performance.now() - began < this.giveUpMs) {
      try {
        const connected = await enter(this.cluster, this.port);
        const { port } = connected;
        this.hold(connected);
        if (port !== this.port) {
          reason = `It runs at port ${port}, not at ${this.port} as before.`;
          break;
        }
        this.restarting = false;
        this.warn(`The embedded PostgreSQL works again, after ${Math.round(performance.now() - began)} ms.`);
        return;
      } catch (error) {
        reason = error instanceof Error ? error.message : '';
      }
      await sleep(this.pause);
      this.pause = Math.min(2 * this.pause, LONGEST_PAUSE_MS);
    }
    if (this.leaving) return;
    this.giveUp(new StartError(`The embedded PostgreSQL has ended and cannot be started again: ${reason}`));
  }
}
