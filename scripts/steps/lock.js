import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Unmet } from './command.js';

const LOOK_EVERY_MS = 200;
const PATIENCE_MS = 15 * 60_000;

/**
 * Does `work` while no other process does work under this lock. A holder that died does not hold it any longer.
 *
 * @template T
 * @param {string} path of the lock's file
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(path, work) {
  await take(path);
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

/** @param {string} path */
async function take(path) {
  mkdirSync(dirname(path), { recursive: true });
  const deadline = Date.now() + PATIENCE_MS;
  for (let told = false; !tryToTake(path); ) {
    const holder = holderOf(path);
    if (holder !== undefined && !isAlive(holder)) {
      takeAway(path, holder);
      continue;
    }
    if (Date.now() > deadline) {
      throw new Unmet(
        `Another start (process ${holder}) has been preparing for too long: end it, or remove ${path}.`,
      );
    }
    if (!told) console.error(`Waiting for another start (process ${holder}) to finish its preparations ...`);
    told = true;
    await sleep(LOOK_EVERY_MS);
  }
}

/**
 * A link appears whole or not at all, so a lock is never read without its holder.
 *
 * @param {string} path
 */
function tryToTake(path) {
  const aside = `${path}.${process.pid}`;
  writeFileSync(aside, String(process.pid));
  try {
    linkSync(aside, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(aside);
  }
}

/**
 * Several who wait may find the holder dead at the same time. Only its lock may go, not that of a quicker one.
 *
 * @param {string} path
 * @param {number} holder
 */
function takeAway(path, holder) {
  const aside = `${path}.dead-${process.pid}`;
  try {
    renameSync(path, aside);
    if (holderOf(aside) !== holder) linkSync(aside, path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'EEXIST') throw error;
  }
  rmSync(aside, { force: true });
}

/** @param {string} path */
function holderOf(path) {
  try {
    return Number(readFileSync(path, 'utf8'));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
