import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.js';
import { npm } from './run.js';

/**
 * Whether node_modules is what package-lock.json asks for. npm writes down what it installed when it is done, so an
 * installation that was cut short counts for nothing. What is optional may be missing: it is for other machines.
 *
 * @param {string} [root]
 */
export function isInstalled(root = ROOT) {
  const wanted = packagesIn(join(root, 'package-lock.json'));
  const present = packagesIn(join(root, 'node_modules/.package-lock.json'));
  return (
    Object.entries(wanted).every(([path, { version, optional }]) =>
      path in present ? present[path]?.version === version : optional || !path.includes('node_modules/'),
    ) && Object.keys(present).every((path) => path in wanted)
  );
}

export async function install() {
  console.error('Installing the dependencies ...');
  await npm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
}

/**
 * @param {string} path of a lock file; one that is missing lists nothing
 * @returns {Record<string, { version?: string; optional?: boolean }>}
 */
function packagesIn(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
}
