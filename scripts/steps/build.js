import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { inRoot } from './paths.js';
import { ASIDE, mustRun } from './run.js';

/**
 * What a build is made of and what it makes. `witness` is an output that changes with every build, so that one
 * which another command made is not taken for ours.
 *
 * @typedef {{ title: string; sources: string[]; witness: string; stamp: string; commands: [string[], string][] }} Build
 */

const SHARED = ['package-lock.json', 'tsconfig.base.json', 'protocol/src', 'protocol/tsconfig.json'];
const CLIENT = ['client/src', 'client/tsconfig.json'];

/** @type {Build} */
const server = {
  title: 'Building the server ...',
  sources: [
    ...SHARED,
    ...CLIENT,
    'backend/src',
    'backend/tsconfig.json',
    'terminal/src',
    'terminal/tsconfig.json',
  ],
  witness: 'backend/bundle/.bundled-from',
  stamp: 'backend/dist/.built-from',
  commands: [
    [[inRoot('node_modules/typescript/bin/tsc'), '-b', 'protocol', 'client', 'backend', 'terminal'], '.'],
    [[inRoot('scripts/steps/bundle-server.js')], '.'],
  ],
};

/** @type {Build} */
const page = {
  title: 'Building the web page ...',
  sources: [
    ...SHARED,
    ...CLIENT,
    'frontend/src',
    'frontend/public',
    'frontend/index.html',
    'frontend/docs.html',
    'frontend/vite.config.ts',
  ],
  witness: 'frontend/dist/index.html',
  stamp: 'frontend/dist/.built-from',
  commands: [[[inRoot('node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'], 'frontend']],
};

/** @type {Build} */
const faults = {
  title: 'Building the fault run ...',
  sources: [
    ...SHARED,
    ...CLIENT,
    'backend/src',
    'backend/tsconfig.json',
    'testkit/src',
    'testkit/tsconfig.json',
    'faults/src',
    'faults/tsconfig.json',
  ],
  witness: 'faults/dist/.tsbuildinfo',
  stamp: 'faults/dist/.built-from',
  commands: [[[inRoot('node_modules/typescript/bin/tsc'), '-b', 'faults'], '.']],
};

/** @type {Build} */
const bench = {
  title: 'Building the benchmark ...',
  sources: [
    ...SHARED,
    'backend/src',
    'backend/tsconfig.json',
    'testkit/src',
    'testkit/tsconfig.json',
    'bench/src',
    'bench/peers',
    'bench/tsconfig.json',
  ],
  witness: 'bench/dist/.tsbuildinfo',
  stamp: 'bench/dist/.built-from',
  commands: [[[inRoot('node_modules/typescript/bin/tsc'), '-b', 'bench'], '.']],
};

const BUILDS = { server, page, faults, bench };
/** @typedef {keyof typeof BUILDS} BuildName */

/** @param {readonly BuildName[]} names */
export const isBuilt = (names) => names.every((name) => isFresh(BUILDS[name]));

/**
 * Makes what is stale.
 *
 * @param {readonly BuildName[]} names
 */
export async function build(names) {
  for (const each of names.map((name) => BUILDS[name]).filter((candidate) => !isFresh(candidate))) {
    console.error(each.title);
    for (const [args, directory] of each.commands) {
      await mustRun('The build', process.execPath, args, { cwd: inRoot(directory), stdio: ASIDE });
    }
    writeFileSync(inRoot(each.stamp), stateOf(each));
  }
}

/** @param {Build} build */
function isFresh(build) {
  if (!existsSync(inRoot(build.stamp)) || !existsSync(inRoot(build.witness))) return false;
  return readFileSync(inRoot(build.stamp), 'utf8') === stateOf(build);
}

/** @param {Build} build */
function stateOf({ sources, witness }) {
  const hash = createHash('sha256');
  for (const path of [...sources, witness].flatMap(filesUnder)) {
    hash.update(`${path}\0`).update(readFileSync(inRoot(path)));
  }
  return hash.digest('hex');
}

/**
 * @param {string} path of a file, a directory or nothing
 * @returns {string[]}
 */
function filesUnder(path) {
  const entry = statSync(inRoot(path), { throwIfNoEntry: false });
  if (!entry?.isDirectory()) return entry ? [path] : [];
  return readdirSync(inRoot(path))
    .sort()
    .flatMap((name) => filesUnder(`${path}/${name}`));
}
