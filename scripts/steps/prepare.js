import { build, isBuilt } from './build.js';
import { install, isInstalled } from './install.js';
import { isPostgresLinked, linkPostgres } from './link-postgres.js';
import { withLock } from './lock.js';
import { inRoot } from './paths.js';

/**
 * Installs what is missing and builds what is stale; quiet when there is nothing to do. Starts take turns.
 *
 * @param {readonly import('./build.js').BuildName[]} [builds]
 */
export async function prepare(builds = ['server', 'page']) {
  if (isInstalled() && isPostgresLinked() && isBuilt(builds)) return;
  await withLock(inRoot('.data/start.lock'), async () => {
    if (!isInstalled()) await install();
    await linkPostgres();
    await build(builds);
  });
}
