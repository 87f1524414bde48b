import type { Cluster } from '../cluster/cluster.js';
import type { Random } from '../random.js';
import type { Recorder } from '../record/recorder.js';
import type { Crew } from './crew.js';

/** Where clients do what they do, until the signal. */
export interface Scene {
  cluster: Cluster;
  crew: Crew;
  recorder: Recorder;
  random: Random;
  signal: AbortSignal;
}
