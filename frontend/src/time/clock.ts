/** The clock that moments told by the server are compared with. A person's own may be hours off. */
let source: () => number = Date.now;

/** Takes the time from somewhere else from now on. */
export function takeTimeFrom(clock: () => number): void {
  source = clock;
}

/** The server's time, ms; this machine's own until a server told it. */
export function now(): number {
  return source();
}
