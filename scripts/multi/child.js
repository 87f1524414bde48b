import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { ROOT } from '../steps/paths.js';

/** An instance promises to be gone within 25 s. */
const STOP_WITHIN_MS = 30_000;

/**
 * A long-running program whose every line is shown behind its label.
 *
 * @typedef {{ label: string; pid?: number; ended: Promise<string>; stop(): Promise<string> }} Child
 *   `ended` says how it ended; without a pid it never began
 *
 * @param {string} label
 * @param {string} program
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv; cwd?: string; quiet?: boolean }} [options] quiet: what it says is not shown
 * @returns {Child}
 */
export function startChild(label, program, args, { env = process.env, cwd = ROOT, quiet = false } = {}) {
  const child = spawn(program, args, {
    cwd,
    env,
    stdio: ['ignore', quiet ? 'ignore' : 'pipe', quiet ? 'ignore' : 'pipe'],
    // A group of its own: the terminal's Ctrl-C is for us, and we tell each child once. Windows has only the one.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', (line) => console.log(`[${label}] ${line}`));
  }
  /** @type {Promise<string>} */
  const ended = new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`));
  });
  return {
    label,
    ...(child.pid && { pid: child.pid }),
    ended,
    stop() {
      if (process.platform !== 'win32') child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
      return ended.finally(() => clearTimeout(timer));
    },
  };
}
