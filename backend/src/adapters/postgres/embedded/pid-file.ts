import { spawnSync } from 'node:child_process';
import { linkSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { hasCode } from './system-error.js';

/** What a running server says of itself in `postmaster.pid`. */
export interface Postmaster {
  pid: number;
  /** Absent while the server is coming up. */
  port?: number;
}

/** An empty file is a server's first moment, or what a crash of the machine left of one. */
const FIRST_MOMENT_MS = 10_000;

/** The server that runs on this cluster, by whichever instance it was started; undefined when none does. */
export function findPostmaster(cluster: string): Postmaster | undefined {
  const path = join(cluster, 'postmaster.pid');
  const text = unlessAbsent(() => readFileSync(path, 'utf8'));
  if (text === undefined) return undefined;
  if (text === '') {
    const writtenAt = unlessAbsent(() => statSync(path).mtimeMs) ?? Date.now();
    if (Date.now() - writtenAt > FIRST_MOMENT_MS) setAside(path, text);
    return undefined;
  }
  const [pid = 0, , , port] = text.split('\n').map(Number);
  // PostgreSQL itself takes the file of a dead server away, and looks for what that server left in memory.
  if (!isAlive(pid)) return undefined;
  if (isServerOf(cluster, pid)) return port ? { pid, port } : { pid };
  // After a crash of the machine another program may have the number, and PostgreSQL would refuse to start for ever.
  setAside(path, text);
  return undefined;
}

/** Whether a process of this number exists. */
export function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

/** A server works in its cluster's directory. Where that cannot be seen, anything called postgres is believed. */
export function isServerOf(cluster: string, pid: number): boolean {
  if (process.platform === 'win32') return true;
  if (process.platform !== 'linux') {
    const { stdout } = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
    return stdout.includes('postgres');
  }
  try {
    const [works, lies] = [statSync(`/proc/${pid}/cwd`), statSync(cluster)];
    return works.ino === lies.ino && works.dev === lies.dev;
  } catch {
    // Another user's process: PostgreSQL passes over it by itself.
    return false;
  }
}

/** Takes a stale file away, but never the one that a server starting at this moment has put in its place. */
function setAside(path: string, stale: string): void {
  const aside = `${path}.stale-${process.pid}`;
  try {
    renameSync(path, aside);
    if (readFileSync(aside, 'utf8') !== stale) linkSync(aside, path);
  } catch (error) {
    // Another start was quicker.
    if (!hasCode(error, 'ENOENT') && !hasCode(error, 'EEXIST')) throw error;
  }
  rmSync(aside, { force: true });
}

function unlessAbsent<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}
