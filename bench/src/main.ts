import { runProgram } from '@parley/testkit/run-program.js';
import { HELP, readOptions } from './options.js';
import { run } from './run.js';

const EXIT = { done: 0, wrong: 1 } as const;

runProgram(async (onEnd) => {
  const options = readOptions(process.argv.slice(2));
  if (!options) {
    console.log(HELP);
    return EXIT.done;
  }
  return (await run(options, onEnd)) ? EXIT.done : EXIT.wrong;
});
