import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Unmet } from './command.js';
import { ROOT } from './paths.js';

/**
 * Runs a program to its end, in the root unless told otherwise, and shows what it says. Answers its exit code.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>}
 */
export function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: ROOT, stdio: 'inherit', ...options });
    // Ctrl-C reaches both of us by itself; a SIGTERM is for this process alone, and the child must not work on.
    const passOn = () => child.kill('SIGTERM');
    process.once('SIGTERM', passOn);
    child.on('error', reject);
    child.on('exit', (code) => {
      process.off('SIGTERM', passOn);
      resolve(code ?? 1);
    });
  });
}

/**
 * @param {string} what for the sentence when it fails
 * @param {Parameters<typeof run>} call
 */
export async function mustRun(what, ...call) {
  const code = await run(...call);
  if (code !== 0) throw new Unmet(`${what} failed (exit code ${code}); the reason is above.`);
}

/**
 * For preparations: their input and output are not those of the command they prepare, which may stand in a pipe.
 *
 * @type {import('node:child_process').StdioOptions}
 */
export const ASIDE = ['ignore', 2, 2];

/** npm is a script on Windows, which only a shell can start. */
export const npm = (/** @type {string[]} */ args) =>
  mustRun(`npm ${args[0]}`, 'npm', args, { shell: process.platform === 'win32', stdio: ASIDE });

/**
 * The first of these programs on the PATH.
 *
 * @param {string[]} names
 */
export function findProgram(...names) {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];
  const directories = (process.env.PATH ?? '').split(delimiter);
  return names
    .flatMap((name) =>
      directories.flatMap((directory) => endings.map((ending) => join(directory, name + ending))),
    )
    .find(isExecutable);
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
