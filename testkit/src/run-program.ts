import { SetUpError } from './set-up-error.js';

/** The exit code of a program that broke, could not begin, or was told to stop. */
const COULD_NOT = 3;

/**
 * Runs a program, which answers its exit code, and exits with it. A program that breaks or is told to stop is ended first.
 *
 * @param main tells, as soon as there is something to end, what ends it
 */
export function runProgram(main: (onEnd: (end: () => Promise<void>) => void) => Promise<number>): void {
  let close: () => Promise<void> = async () => undefined;
  let ending = false;

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      ending = true;
      console.log(`\n${signal}: ending everything ...`);
      void close().finally(() => process.exit(COULD_NOT));
    });
  }

  main((end) => {
    close = end;
  }).then(
    (code) => process.exit(code),
    async (error: unknown) => {
      // What breaks while everything is being ended is no news.
      if (ending) return;
      console.error(error instanceof SetUpError ? error.message : error);
      await close();
      process.exit(COULD_NOT);
    },
  );
}
