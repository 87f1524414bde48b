import type { Environment } from '../environment/environment.js';
import type { Load } from '../load/load.js';
import type { Cell, FigureName } from '../measure/cell.js';
import type { Options } from '../options.js';
import type { Target } from '../target/target.js';

/** What a scenario may use. */
export interface Stage {
  environment: Environment;
  load: Load;
  options: Options;
  /** Those that were asked for and are there, ours first. */
  targets: readonly Target[];
  /** What is being done now: progress. */
  tell(line: string): void;
  /** A line that stays. */
  say(line: string): void;
  /** A result: it is kept, and shown. */
  keep(cell: Cell): void;
}

export interface Scenario {
  /** As on the command line. */
  readonly name: string;
  /** What is done, one sentence. */
  readonly says: string;
  /** The figure by which targets are compared, and others worth a column. */
  readonly compares: FigureName;
  readonly shows: readonly FigureName[];
  run(stage: Stage): Promise<void>;
}
