import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { TestEnvironment } from 'jest-environment-node';

/** For a process that was told to end to be gone. */
const GONE_WITHIN_MS = 3_000;
const LOOK_MS = 50;

/**
 * Where a file of tests runs. A process that the file started ends with it, whether its tests came to their ends or not: one
 * left behind holds the pipes of its worker, and jest would wait for it for ever. A file whose tests all passed fails for it.
 */
export default class ProcessKeepingEnvironment extends TestEnvironment {
  /** Its own, and with one worker also the database of all files. @type {ReadonlySet<number>} */
  before = new Set();
  failed = false;

  async setup() {
    await super.setup();
    this.before = new Set(descendants().map(({ pid }) => pid));
  }

  /** @type {import('@jest/environment').JestEnvironment['handleTestEvent']} */
  handleTestEvent = (event) => {
    if (event.name === 'test_done' && event.test.errors.length > 0) this.failed = true;
    if (event.name === 'error') this.failed = true;
  };

  async teardown() {
    const left = await this.leftRunning();
    for (const { pid } of left) end(pid);
    await super.teardown();
    if (left.length === 0) return;
    const told = `These were left running by the file:\n${left.map(({ pid, command }) => `${pid} ${command}`).join('\n')}`;
    if (!this.failed) throw new Error(told);
    console.error(told);
  }

  async leftRunning() {
    const deadline = performance.now() + GONE_WITHIN_MS;
    for (;;) {
      const left = descendants().filter(({ pid }) => !this.before.has(pid));
      // A test that failed had no time to end anything: there is nothing to wait for.
      if (left.length === 0 || this.failed || performance.now() > deadline) return left;
      await sleep(LOOK_MS);
    }
  }
}

/** The running processes that this one started, and those that they did. */
function descendants() {
  // Windows has neither the program nor the pipes that an orphan holds open.
  if (process.platform === 'win32') return [];
  const looking = process.pid;
  const listed = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' });
  const all = listed
    .trim()
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line))
    .flatMap((found) =>
      found ? [{ pid: Number(found[1]), parent: Number(found[2]), state: found[3], command: found[4] }] : [],
    );
  /** @param {number} pid @returns {typeof all} */
  const below = (pid) =>
    all.filter(({ parent }) => parent === pid).flatMap((child) => [child, ...below(child.pid)]);
  return below(looking).filter(
    ({ state, command }) => !state?.startsWith('Z') && !command?.startsWith('ps -A'),
  );
}

/** @param {number} pid */
function end(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}
