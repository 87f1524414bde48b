import type { Crew } from '../clients/crew.js';
import type { Cluster } from '../cluster/cluster.js';
import type { Instance } from '../cluster/instance.js';
import type { Random } from '../random.js';
import type { Recorder } from '../record/recorder.js';

/** What a fault works on. */
export interface Stage {
  cluster: Cluster;
  crew: Crew;
  recorder: Recorder;
  random: Random;
  /** How many sockets a herd has, and how many readers stall. */
  herd: number;
  stalled: number;
  /** What goes on after the fault itself is over; the run waits for it at its end. */
  afterwards(work: Promise<void>): void;
}

export interface Fault {
  name: string;
  says: string;
  /** What it needs for itself: no two faults at once on the same thing. */
  on: 'an instance' | 'postgres' | 'redis' | 'clients' | 'nothing';
  /**
   * Does it, holds it and heals it. Resolves to a note of what it was done to, or to null when it could not be done.
   * `instance` is one that nothing else is being done to.
   */
  apply(stage: Stage, instance: Instance): Promise<string | null>;
}
