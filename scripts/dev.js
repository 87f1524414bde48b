import './steps/require-node.js';
import { utimesSync, watch } from 'node:fs';
import { startChild } from './multi/child.js';
import { firstSignal } from './multi/signal.js';
import { command } from './steps/command.js';
import { inRoot } from './steps/paths.js';
import { prepare } from './steps/prepare.js';

/**
 * Compiles on change, restarts the server, and serves the page on 5173. `dev.js backend` leaves the page out, and
 * `dev.js page` all but the page. Further arguments are for Vite.
 */
await command(async () => {
  const args = process.argv.slice(2);
  const part = ['backend', 'page'].find((name) => name === args[0]);
  const forVite = part ? args.slice(1) : args;
  await prepare();
  const signal = firstSignal();
  const node = (/** @type {string} */ label, /** @type {string[]} */ args, cwd = inRoot('.')) =>
    startChild(label, process.execPath, args, { cwd });
  const tsc = [inRoot('node_modules/typescript/bin/tsc'), '-b', '-w', '--preserveWatchOutput'];
  const server = () => [
    node('types', [...tsc, 'protocol', 'client', 'backend']),
    node('server', ['--watch', '--watch-preserve-output', inRoot('backend/dist/main.js')]),
  ];
  const page = async () => {
    // Vite passes on to where PORT says the server is. Not before the server is there, which reads it at each restart.
    (await import('../backend/dist/config.js')).loadEnvFiles();
    return node('page', [inRoot('node_modules/vite/bin/vite.js'), ...forVite], inRoot('frontend'));
  };
  // The server reads these at its start, and node watches only what it imports.
  if (part !== 'page') watch(inRoot('backend/src/adapters/postgres/functions'), restartServer);
  const children = [...(part === 'page' ? [] : server()), ...(part === 'backend' ? [] : [await page()])];
  for (const { label, ended } of children)
    void ended.then((how) => console.log(`[${label}] ended (${how}).`));
  await Promise.race([signal, Promise.all(children.map(({ ended }) => ended))]);
  await Promise.all(children.map((child) => child.stop()));
  process.exit();
});

function restartServer() {
  const now = new Date();
  utimesSync(inRoot('backend/dist/main.js'), now, now);
}
