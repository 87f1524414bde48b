import './steps/require-node.js';
import { command } from './steps/command.js';
import { prepare } from './steps/prepare.js';

await command(async () => {
  await prepare();
  // In this process, so that Ctrl-C, signals and the exit code are the server's own business.
  await import('../backend/bundle/main.js');
});
