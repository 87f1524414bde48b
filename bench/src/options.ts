import { parseArgs } from 'node:util';
import { number, someOf, whole } from '@parley/rig/arguments.js';
import { SetUpError } from '@parley/rig/set-up-error.js';
import { SCENARIOS } from './scenarios/scenarios.js';
import { TARGETS } from './target/targets.js';

export interface Options {
  quick: boolean;
  /** Names of scenarios. */
  only: readonly string[];
  /** Names of targets, ours besides. */
  peers: readonly string[];
  /** How long each cell is measured, and how long it goes before. */
  seconds: number;
  warmUpMs: number;
  receivers: number;
  /** Messages a second into the one room. */
  rates: readonly number[];
  /** How often everything is done, its targets in turn. */
  rounds: number;
  /** Where the result goes, without its ending. */
  out: string;
}

const ARGUMENTS = {
  quick: { type: 'boolean', default: false },
  only: { type: 'string' },
  peers: { type: 'string' },
  seconds: { type: 'string' },
  receivers: { type: 'string' },
  rates: { type: 'string' },
  rounds: { type: 'string' },
  out: { type: 'string', default: 'bench/results/latest' },
  help: { type: 'boolean', default: false },
} as const;

/** The options, or null when help is wanted. Throws SetUpError that names what is wrong. */
export function readOptions(args: readonly string[]): Options | null {
  const values = parse(args);
  if (values.help) return null;
  const { quick } = values;
  const peers = TARGETS.slice(1).map(({ name }) => name);
  return {
    quick,
    only: someOf(
      'only',
      values.only ?? (quick ? QUICK_SCENARIOS : 'all'),
      SCENARIOS.map(({ name }) => name),
    ),
    peers:
      values.peers === 'none' ? [] : someOf('peers', values.peers ?? (quick ? QUICK_PEERS : 'all'), peers),
    seconds: number('seconds', values.seconds ?? (quick ? '3' : '8'), 1, 600),
    warmUpMs: quick ? 1_000 : 2_000,
    receivers: whole('receivers', values.receivers ?? (quick ? '300' : '1000'), 1, 20_000),
    rates: (values.rates ?? (quick ? '200' : '100,500'))
      .split(',')
      .map((text) => number('rates', text, 0.1, 100_000)),
    rounds: whole('rounds', values.rounds ?? '1', 1, 100),
    out: values.out,
  };
}
const QUICK_SCENARIOS = 'room';
const QUICK_PEERS = 'all';

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: ARGUMENTS }).values;
  } catch (error) {
    const [sentence] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new SetUpError(`${sentence} See npm run bench -- --help.`);
  }
}

const longest = Math.max(...SCENARIOS.map(({ name }) => name.length));

export const HELP = `npm run bench -- [options]

Measures Parley and other servers under the same load on this machine, each with a PostgreSQL and a Redis of its own, and
shows what one is to the other.

  --quick          a small cell of the main scenarios, under 3 minutes
  --only A,B       which scenarios (all):
${SCENARIOS.map(({ name, says }) => `                     ${name.padEnd(longest)}  ${says}`).join('\n')}
  --peers A,B      the others, besides Parley (all): none, or of
${TARGETS.slice(1)
  .map(({ name, title }) => `                     ${name}  ${title}`)
  .join('\n')}
  --seconds N      how long each cell is measured (8)
  --receivers N    in the one room (1000)
  --rates N,N      messages a second into the one room (100,500)
  --rounds N       how often everything is done, targets in turn (1)
  --out PATH       where the results go, without the ending (bench/results/latest)
`;
