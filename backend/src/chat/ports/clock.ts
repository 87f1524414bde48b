/** The time of this instance. Messages do not use it: their timestamps come from PostgreSQL. */
export abstract class Clock {
  /** Milliseconds since 1970. */
  abstract now(): number;
}
