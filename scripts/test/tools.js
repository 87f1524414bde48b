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

/** The proxies of the tests, with the configurations that deploy/ has for them. */
export async function ensureProxies() {
  for (const [name, debian] of [
    ['nginx', 'nginx-light'],
    ['haproxy', 'haproxy'],
  ]) {
    // Debian keeps them where only root looks.
    if (findProgram(name) || existsSync(`/usr/sbin/${name}`)) continue;
    if (!mayInstall())
      throw new Unmet(`The tests need ${name}: "apt-get install ${debian}" or "brew install ${name}".`);
    await aptInstall(debian);
  }
}

/** The browser of the tests, likewise. Answers its path; undefined: Playwright knows where its own is. */
export async function ensureChromium() {
  const light = findProgram(SHELL);
  if (light) return light;
  const present = findProgram('chromium', 'chromium-browser', 'google-chrome');
  if (existsSync(await playwrightsOwn())) return undefined;
  if (present && !(mayInstall() && isDebian())) return present;
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
  try {
    await aptInstall(SHELL);
  } catch (error) {
    // Older releases have no package of it.
    if (!present) await aptInstall('chromium');
    else console.log(`${String(error)} The tests use ${present}.`);
  }
  return findProgram(SHELL, 'chromium') ?? present;
}

/** Chromium without the parts that a person sees around a page: the tests take a fifth less of the processor's time. */
const SHELL = 'chromium-headless-shell';

const playwrightsOwn = async () => (await import('@playwright/test')).chromium.executablePath();
const isUbuntu = () => /^ID=ubuntu$/m.test(readFileSync('/etc/os-release', 'utf8'));
const isDebian = () => existsSync('/etc/debian_version') && !isUbuntu();
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
