import './steps/require-node.js';
import { command } from './steps/command.js';
import { prepare } from './steps/prepare.js';

await command(async () => {
  await prepare(['server', 'bench']);
  // In this process, so that Ctrl-C, signals and the exit code are the run's own business.
  await import('../bench/dist/src/main.js');
});
