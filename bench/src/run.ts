import { divideCores, move } from './environment/cores.js';
import { Environment } from './environment/environment.js';
import { Load } from './load/load.js';
import type { Cell } from './measure/cell.js';
import { isRight } from './measure/judge.js';
import type { Options } from './options.js';
import { describeCell } from './report/describe-cell.js';
import { describeMachine } from './report/machine.js';
import { Progress } from './report/progress.js';
import { write } from './report/write.js';
import { SCENARIOS } from './scenarios/scenarios.js';
import { TARGETS } from './target/targets.js';

/**
 * The whole run: everything is started, measured, told and ended. Answers whether all checks held. Throws SetUpError.
 *
 * @param onEnd is given what must be done however the run ends
 */
export async function run(options: Options, onEnd: (close: () => Promise<void>) => void): Promise<boolean> {
  const progress = new Progress(process.stdout);
  const cells: Cell[] = [];
  const cores = await divideCores();
  const machine = { ...describeMachine(), division: cores.says };
  progress.say(`${machine.processor}. ${cores.says}`);
  progress.now('Starting PostgreSQL and Redis');
  const environment = await Environment.open(cores);
  onEnd(() => environment.close());
  try {
    await move(process.pid, cores.load);
    const targets = [];
    for (const target of TARGETS.filter(({ name }, n) => n === 0 || options.peers.includes(name))) {
      const missing = await target.missing();
      if (missing === null) targets.push(target);
      else progress.say(`Without ${target.title}: ${missing}`);
    }
    const load = await Load.start(environment);
    for (const scenario of SCENARIOS.filter(({ name }) => options.only.includes(name))) {
      progress.say(`\n${scenario.name}: ${scenario.says}`);
      await scenario.run({
        environment,
        load,
        options,
        targets,
        tell: (line) => progress.now(line),
        say: (line) => progress.say(line),
        keep(cell) {
          cells.push(cell);
          progress.say(describeCell(cell, scenario));
        },
      });
    }
  } finally {
    progress.end();
    await environment.close();
  }
  console.log(await write({ machine, options, cells, at: new Date() }));
  return cells.every(isRight);
}
