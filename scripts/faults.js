import './steps/require-node.js';
import { command } from './steps/command.js';
import { prepare } from './steps/prepare.js';

await command(async () => {
  await prepare(['server', 'faults']);
  // In this process, so that Ctrl-C, signals and the exit code are the run's own business.
  await import('../faults/dist/main.js');
});
