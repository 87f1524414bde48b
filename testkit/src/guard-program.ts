import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { GuardOrder } from './guard.js';

const pids = new Set<number>();
const directories = new Set<string>();

process.on('message', (order: GuardOrder) => {
  if ('watch' in order) pids.add(order.watch);
  else if ('forget' in order) pids.delete(order.forget);
  else directories.add(order.directory);
});

process.on('disconnect', async () => {
  // PostgreSQL takes this for "at once" and leaves no shared memory behind; the others end too.
  for (const pid of pids) end(pid, 'SIGQUIT');
  await sleep(1_000);
  for (const pid of pids) end(pid, 'SIGKILL');
  for (const path of directories) rmSync(path, { recursive: true, force: true, maxRetries: 5 });
  process.exit(0);
});

function end(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself.
  }
}
