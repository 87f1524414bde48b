import { SetUpError } from '@parley/rig/set-up-error.js';
import { HELP, readOptions } from './options.js';
import { run } from './run.js';

const EXIT = { done: 0, wrong: 1 } as const;
const COULD_NOT = 3;

let close: () => Promise<void> = async () => undefined;
let ending = false;

/** Answers the exit code. */
async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (!options) {
    console.log(HELP);
    return EXIT.done;
  }
  const isSound = await run(options, (end) => {
    close = end;
  });
  return isSound ? EXIT.done : EXIT.wrong;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    ending = true;
    console.log(`\n${signal}: ending everything ...`);
    void close().finally(() => process.exit(COULD_NOT));
  });
}

main().then(
  (code) => process.exit(code),
  async (error: unknown) => {
    // What breaks while everything is being ended is no news.
    if (ending) return;
    console.error(error instanceof SetUpError ? error.message : error);
    await close();
    process.exit(COULD_NOT);
  },
);
