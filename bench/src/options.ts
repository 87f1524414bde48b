import { parseArgs } from 'node:util';
import { number, someOf, whole } from '@parley/testkit/arguments.js';
import { SetUpError } from '@parley/testkit/set-up-error.js';
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
  /** Rooms of the scenario rooms, and messages a second into all of them. */
  rooms: number;
  roomRate: number;
  /** Connections of the scenario joins. */
  joins: number;
  /** Numbers of connections of the scenario idle. */
  idle: readonly number[];
  /** Clients of the scenario returns. */
  returns: number;
  /** Messages of the past that the scenario history reads. */
  rows: number;
  /** Readers of the scenario stalled that take nothing. */
  stalled: number;
  /** Whether the one room is filled until deliveries rise no more. */
  saturate: boolean;
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
  rooms: { type: 'string' },
  'room-rate': { type: 'string' },
  joins: { type: 'string' },
  idle: { type: 'string' },
  returns: { type: 'string' },
  rows: { type: 'string' },
  stalled: { type: 'string' },
  'no-saturation': { type: 'boolean', default: false },
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
    rates: numbers('rates', values.rates ?? (quick ? '200' : '100,500')),
    rooms: whole('rooms', values.rooms ?? (quick ? '50' : '500'), 1, 2_000),
    roomRate: number('room-rate', values['room-rate'] ?? (quick ? '500' : '2000'), 0.1, 100_000),
    joins: whole('joins', values.joins ?? (quick ? '300' : '2000'), 1, 20_000),
    idle: numbers('idle', values.idle ?? (quick ? '500' : '1000,5000,10000')),
    returns: whole('returns', values.returns ?? (quick ? '300' : '5000'), 1, 15_000),
    rows: whole('rows', values.rows ?? (quick ? '100000' : '1000000'), 20_000, 100_000_000),
    stalled: whole('stalled', values.stalled ?? (quick ? '50' : '200'), 1, 5_000),
    saturate: !values['no-saturation'],
    rounds: whole('rounds', values.rounds ?? '1', 1, 100),
    out: values.out,
  };
}
const QUICK_SCENARIOS = 'room,rooms,ingest,joins';
const QUICK_PEERS = 'socket-io,usual-way';

function numbers(option: string, text: string): number[] {
  return text.split(',').map((each) => number(option, each, 0.1, 100_000));
}

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
  --no-saturation  the one room is not filled until deliveries rise no more
  --rooms N        rooms of the scenario rooms (500)
  --room-rate N    messages a second into all of them (2000)
  --joins N        connections of the scenario joins (2000)
  --idle N,N       connections of the scenario idle (1000,5000,10000)
  --returns N      clients who come back after their instance was killed (5000)
  --rows N         messages of the past that is read (1000000)
  --stalled N      readers that take nothing (200)
  --rounds N       how often everything is done, targets in turn (1)
  --out PATH       where the results go, without the ending (bench/results/latest)
`;
