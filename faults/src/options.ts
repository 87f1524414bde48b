import { parseArgs } from 'node:util';
import { number, oneOf, someOf, whole } from '@parley/testkit/arguments.js';
import { SetUpError } from '@parley/testkit/set-up-error.js';
import { FAULTS } from './faults/all.js';
import { MUTANTS, type Mutant } from './mutants/mutants.js';

export interface Options {
  seconds: number;
  seed: number;
  /** Names of faults. */
  faults: readonly string[];
  /** So many kinds of them are applied, though the time is over. */
  kinds: number;
  instances: number;
  clients: number;
  rooms: number;
  /** Messages a second of everybody together. */
  rate: number;
  routing: 'shared' | 'rooms';
  herd: number;
  stalled: number;
  /** How long everything may take to come right once all is healed, ms. */
  patienceMs: number;
  mutant: Mutant | null;
  /** Where the result goes as JSON. */
  json: string | null;
  /** Calls what must be done however the run ends. */
  onEnd(close: () => Promise<void>): void;
}

const ARGUMENTS = {
  minutes: { type: 'string', default: '2.5' },
  seed: { type: 'string' },
  faults: { type: 'string', default: 'all' },
  kinds: { type: 'string', default: '0' },
  instances: { type: 'string', default: '3' },
  clients: { type: 'string', default: '12' },
  rooms: { type: 'string', default: '6' },
  rate: { type: 'string', default: '60' },
  routing: { type: 'string', default: 'shared' },
  herd: { type: 'string', default: '200' },
  stalled: { type: 'string', default: '40' },
  patience: { type: 'string', default: '60' },
  mutant: { type: 'string' },
  json: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

const longest = Math.max(...FAULTS.map(({ name }) => name.length));

export const HELP = `npm run faults -- [options]

Starts PostgreSQL, Redis and three instances of its own, lets users talk through real clients, breaks everything that
can break, and checks that nothing acknowledged was lost, doubled or out of order.

  --minutes N      how long faults are applied (2.5)
  --faults A,B     which of them (all):
${FAULTS.map(({ name, says }) => `                     ${name.padEnd(longest)}  ${says}`).join('\n')}
  --kinds N        goes on until so many of them were applied, though the minutes are over (0)
  --seed N         repeats the choices of an earlier run, though not its timing
  --instances N    (3)
  --clients N      real clients, two of which have a stock socket.io-client besides (12)
  --rooms N        public rooms, besides a private and a quiet one (6)
  --rate N         messages a second, of everybody together (60)
  --routing WORD   BUS_ROUTING of the instances: shared or rooms (shared)
  --herd N         sockets of the fault herd (200)
  --stalled N      readers of the fault stalled (40)
  --patience N     seconds in which everything must come right once all is healed (60)
  --mutant NAME    puts a bug into the instances, to see it found:
${MUTANTS.map((name) => `                     ${name}`).join('\n')}
  --json FILE      writes the result there as JSON

Exit code: 0 everything held; 1 something was broken; 2 the run proves nothing; 3 it could not be done.
`;

/** The options, or null when help is wanted. Throws SetUpError that names what is wrong. */
export function readOptions(args: readonly string[]): Omit<Options, 'onEnd'> | null {
  const values = parse(args);
  if (values.help) return null;
  const faults = someOf(
    'faults',
    values.faults,
    FAULTS.map(({ name }) => name),
  );
  return {
    seconds: number('minutes', values.minutes, 0.05, 24 * 60) * 60,
    seed:
      values.seed === undefined ? Math.floor(Math.random() * 1e9) : whole('seed', values.seed, 0, 2 ** 32),
    faults,
    kinds: whole('kinds', values.kinds, 0, faults.length),
    instances: whole('instances', values.instances, 1, 16),
    clients: whole('clients', values.clients, 2, 50),
    rooms: whole('rooms', values.rooms, 3, 50),
    rate: number('rate', values.rate, 1, 1_000),
    routing: oneOf('routing', values.routing, ['shared', 'rooms'] as const),
    herd: whole('herd', values.herd, 1, 20_000),
    stalled: whole('stalled', values.stalled, 1, 2_000),
    patienceMs: number('patience', values.patience, 1, 600) * 1_000,
    mutant: values.mutant === undefined ? null : oneOf('mutant', values.mutant, MUTANTS),
    json: values.json ?? null,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: ARGUMENTS }).values;
  } catch (error) {
    throw new SetUpError(`${error instanceof Error ? error.message : error}\n\n${HELP}`);
  }
}
