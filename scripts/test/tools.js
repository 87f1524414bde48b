import { existsSync, readFileSync } from 'node:fs';
import { Unmet } from '../steps/command.js';
import { inRoot } from '../steps/paths.js';
import { findProgram, mustRun } from '../steps/run.js';

/** The Redis of the tests. Where it is missing and we may, it is installed; a test is never skipped for it. */
export async function ensureRedis() {
  if (findProgram('redis-server', 'valkey-server')) return;
  if (!mayInstall())
    throw new Unmet('The tests need a Redis: "apt-get install redis-server" or "brew install redis".');
  await aptInstall('redis-server');
}

/** The browser of the tests, likewise. Answers its path; undefined: Playwright knows where its own is. */
export async function ensureChromium() {
  const present = findProgram('chromium', 'chromium-browser', 'google-chrome');
  if (present ?? existsSync(await playwrightsOwn())) return present;
  if (!mayInstall()) {
    throw new Unmet(
      'The tests need a browser: "apt-get install chromium" or "npx playwright install chromium".',
    );
  }
  if (isUbuntu()) {
    // Its package is a pointer to a snap, which containers cannot run.
    const cli = inRoot('node_modules/@playwright/test/cli.js');
    await mustRun('Installing Chromium', process.execPath, [cli, 'install', '--with-deps', 'chromium']);
    return undefined;
  }
  await aptInstall('chromium');
  return findProgram('chromium');
}

const playwrightsOwn = async () => (await import('@playwright/test')).chromium.executablePath();
const isUbuntu = () => /^ID=ubuntu$/m.test(readFileSync('/etc/os-release', 'utf8'));
const mayInstall = () => process.getuid?.() === 0 && findProgram('apt-get') !== undefined;

/** @param {string} name */
async function aptInstall(name) {
  console.log(`Installing ${name} ...`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await mustRun('apt-get update', 'apt-get', ['update', '-qq'], { env });
  await mustRun('apt-get install', 'apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], {
    env,
  });
}
