import type { Environment } from '../environment/environment.js';
import type { Program } from '../environment/program.js';
import type { Dialect } from './dialect.js';

/** One kind of server that is measured. Everything that differs between kinds of server is behind this. */
export interface Target {
  /** As on the command line. */
  readonly name: string;
  /** As in tables. */
  readonly title: string;
  /** `disk`: an acknowledged message is on the disk. `table`: it is stored, less surely. `nothing`: it is passed on. */
  readonly keeps: 'disk' | 'table' | 'nothing';
  /** Null, or one sentence that says what this machine lacks for it. */
  missing(): Promise<string | null>;
  /** Only one instance of it is started: it would take more than a Redis to let two share their rooms. */
  readonly alone?: true;
  /** Starts its programs by `environment.run`, on ports of `environment.ports`. Throws SetUpError. */
  start(environment: Environment, wish: { instances: number }): Promise<Running>;
  readonly dialect: Dialect;
}

/** Servers of one kind that run now. */
export interface Running {
  /** What was started for it, beside the PostgreSQL and the Redis of the environment. One for each door comes first. */
  readonly programs: readonly Program[];
  /** Where its instances are reached, all at 127.0.0.1. */
  readonly ports: readonly number[];
  /** Lets so many people in, the same ones each time, and answers what each must show: its token, or nothing. */
  admit(count: number): Promise<readonly string[]>;
  /** How many messages of the rooms it has stored; null where it stores none. */
  stored(rooms: readonly string[]): Promise<number | null>;
  stop(): Promise<void>;
}
