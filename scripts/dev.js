import './steps/require-node.js';
import { startChild } from './multi/child.js';
import { firstSignal } from './multi/signal.js';
import { command } from './steps/command.js';
import { inRoot } from './steps/paths.js';
import { prepare } from './steps/prepare.js';

/** Compiles on change, restarts the server, and serves the page on 5173. `dev.js backend` leaves the page out. */
await command(async () => {
  const withPage = process.argv[2] !== 'backend';
  await prepare();
  const signal = firstSignal();
  const node = (/** @type {string} */ label, /** @type {string[]} */ args, cwd = inRoot('.')) =>
    startChild(label, process.execPath, args, { cwd });
  const children = [
    node('types', [
      inRoot('node_modules/typescript/bin/tsc'),
      '-b',
      '-w',
      '--preserveWatchOutput',
      'protocol',
      'client',
      'backend',
    ]),
    node('server', ['--watch', '--watch-preserve-output', inRoot('backend/dist/main.js')]),
    ...(withPage ? [node('page', [inRoot('node_modules/vite/bin/vite.js')], inRoot('frontend'))] : []),
  ];
  for (const { label, ended } of children)
    void ended.then((how) => console.log(`[${label}] ended (${how}).`));
  await Promise.race([signal, Promise.all(children.map(({ ended }) => ended))]);
  await Promise.all(children.map((child) => child.stop()));
  process.exit();
});
