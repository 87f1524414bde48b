import { writeFile } from 'node:fs/promises';
import { SetUpError } from '@parley/rig/set-up-error.js';
import { HELP, readOptions } from './options.js';
import { print } from './report/print.js';
import { Progress } from './report/progress.js';
import { run } from './run.js';

const EXIT = { passed: 0, broken: 1, void: 2 } as const;
const COULD_NOT = 3;

let close: () => Promise<void> = async () => undefined;
let ending = false;

/** Answers the exit code. */
async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (!options) {
    console.log(HELP);
    return 0;
  }
  const judgement = await run(
    { ...options, onEnd: (ending) => (close = ending) },
    new Progress(process.stdout),
  );
  console.log(`\n${print(judgement, options.seed)}`);
  const { seed, faults } = options;
  if (options.json)
    await writeFile(options.json, JSON.stringify({ seed, selected: faults, ...judgement }, null, 2));
  return EXIT[judgement.outcome];
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    ending = true;
    console.log(`${signal}: ending everything ...`);
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
