import { execFile } from 'node:child_process';
import { access, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SetUpError } from '@parley/testkit/set-up-error.js';
import type { Target } from '../../src/target/target.js';
import { onPath } from '../target/on-path.js';
import { nchanConfiguration } from './configuration.js';
import { nchanDialect } from './dialect.js';

const execute = promisify(execFile);
const MODULE = 'ngx_nchan_module.so';

/** nginx with its module for pub/sub, in C. Nothing is kept but its buffer of the newest ten. */
export const nchan: Target = {
  name: 'nchan',
  title: 'nginx nchan',
  keeps: 'nothing',
  alone: true,
  missing: async () =>
    (await find()) === null ? 'there is no nginx with this module (libnginx-mod-nchan).' : null,
  dialect: nchanDialect,
  async start(environment) {
    const found = await find();
    if (!found) throw new SetUpError('nchan is not installed.');
    const [port = 0] = await environment.ports(1);
    const directory = await mkdtemp(join(environment.directory, 'nchan-'));
    const file = join(directory, 'nginx.conf');
    await writeFile(file, nchanConfiguration({ port, directory, module: found.module }));
    const program = await environment.run({
      name: 'nginx',
      command: found.nginx,
      args: ['-p', directory, '-c', file],
      env: { PATH: process.env.PATH ?? '' },
      ready: /start worker process \d+/,
    });
    // A worker outlives a master that is killed.
    const [, worker] = /start worker process (\d+)/.exec(program.said()) ?? [];
    environment.guard.watch(Number(worker));
    return {
      programs: [program],
      ports: [port],
      admit: async (count) => Array.from({ length: count }, () => ''),
      stored: async () => null,
      async stop() {
        await program.stop();
        environment.guard.forget(Number(worker));
      },
    };
  },
};

/** Where nginx is and its module for it, or null. */
async function find(): Promise<{ nginx: string; module: string } | null> {
  const nginx = await onPath('nginx');
  if (!nginx) return null;
  const { stderr } = await execute(nginx, ['-V']);
  const [, directory] = /--modules-path=(\S+)/.exec(stderr) ?? [];
  if (!directory) return null;
  const module = join(directory, MODULE);
  return access(module).then(
    () => ({ nginx, module }),
    () => null,
  );
}
