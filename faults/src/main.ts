import { writeFile } from 'node:fs/promises';
import { runProgram } from '@parley/testkit/run-program.js';
import { HELP, readOptions } from './options.js';
import { print } from './report/print.js';
import { Progress } from './report/progress.js';
import { run } from './run.js';
import { surviveNode } from './survive-node.js';

const EXIT = { passed: 0, broken: 1, void: 2 } as const;

runProgram(async (onEnd) => {
  const options = readOptions(process.argv.slice(2));
  if (!options) {
    console.log(HELP);
    return 0;
  }
  const progress = new Progress(process.stdout);
  surviveNode((line) => progress.tell(line));
  const judgement = await run({ ...options, onEnd }, progress);
  console.log(`\n${print(judgement, options.seed)}`);
  const { seed, faults } = options;
  if (options.json)
    await writeFile(options.json, JSON.stringify({ seed, selected: faults, ...judgement }, null, 2));
  return EXIT[judgement.outcome];
});
