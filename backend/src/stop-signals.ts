/** One press of Ctrl-C may come twice: from the terminal, and from what started the program. */
const SAME_PRESS_MS = 500;

export interface StopSignals {
  /** The name of the first. */
  readonly first: Promise<string>;
  /** Resolves at one that comes later: then nothing is waited for any more. */
  readonly again: Promise<void>;
}

export function stopSignals(): StopSignals {
  let stop: (signal: string) => void;
  let hurry: () => void;
  const first = new Promise<string>((resolve) => {
    stop = resolve;
  });
  const again = new Promise<void>((resolve) => {
    hurry = resolve;
  });
  let heardAt: number | null = null;
  const hear = (signal: string) => {
    heardAt ??= performance.now();
    if (performance.now() - heardAt > SAME_PRESS_MS) hurry();
    stop(signal);
  };
  process.on('SIGINT', hear);
  process.on('SIGTERM', hear);
  return { first, again };
}
