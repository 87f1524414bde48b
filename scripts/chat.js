import './steps/require-node.js';
import { command } from './steps/command.js';
import { prepare } from './steps/prepare.js';

await command(async () => {
  await prepare();
  // In this process, so that the terminal, Ctrl-C and the exit code are the program's own business.
  await import('../terminal/dist/main.js');
});
