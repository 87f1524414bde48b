import type { House } from '../house/house.js';
import type { Random } from '../random.js';
import type { Recorder } from '../record/recorder.js';
import type { Crew } from './crew.js';

/** Where people do what they do, until the signal. */
export interface Scene {
  house: House;
  crew: Crew;
  recorder: Recorder;
  random: Random;
  signal: AbortSignal;
}
