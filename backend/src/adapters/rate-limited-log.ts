export type Log = (line: string) => void;

const QUIET_MS = 1_000;

/** Passes on at most one line a second and counts the rest: what fails here fails in floods. */
export function rateLimitedLog(log: Log): Log {
  let quietUntil = 0;
  let withheld = 0;
  return (line) => {
    if (performance.now() < quietUntil) {
      withheld += 1;
      return;
    }
    log(withheld === 0 ? line : `${line} (and ${withheld} lines like it before)`);
    quietUntil = performance.now() + QUIET_MS;
    withheld = 0;
  };
}
