import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Program } from './program.js';

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');

/** A project of somebody who uses the packages, somewhere else on the disk. */
export class Consumer {
  private constructor(readonly directory: string) {}

  static async create(): Promise<Consumer> {
    const consumer = new Consumer(await mkdtemp(join(tmpdir(), 'parley-consumer-')));
    await consumer.write('package.json', JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
    return consumer;
  }

  path(name: string): string {
    return join(this.directory, name);
  }

  async write(name: string, text: string): Promise<void> {
    await mkdir(dirname(this.path(name)), { recursive: true });
    await writeFile(this.path(name), text);
  }

  /** Makes packages that are installed here available there, without a registry. */
  async link(names: readonly string[]): Promise<void> {
    for (const name of names) {
      const place = this.path(join('node_modules', name));
      await mkdir(dirname(place), { recursive: true });
      await symlink(join(ROOT, 'node_modules', name), place, 'junction');
    }
  }

  /** Unpacks a tarball as an installation does. */
  async unpack(tarball: string, name: string): Promise<void> {
    const place = this.path(join('node_modules', name));
    await mkdir(place, { recursive: true });
    const tar = Program.start('tar', ['-xzf', tarball, '-C', place, '--strip-components=1']);
    if ((await tar.exit()) !== 0) throw new Error(tar.stderr);
  }

  /** What the compiler has against these files, declarations of the packages included; nothing when all is well. */
  async faults(files: readonly string[], options: Record<string, unknown>): Promise<string> {
    const strict = { strict: true, exactOptionalPropertyTypes: true, noEmit: true, skipLibCheck: false };
    const compilerOptions = { target: 'es2023', types: [], ...strict, ...options };
    await this.write('tsconfig.json', JSON.stringify({ compilerOptions, files }));
    const tsc = Program.node([TSC, '-p', this.directory]);
    await tsc.exit();
    return tsc.stdout + tsc.stderr;
  }

  remove(): Promise<void> {
    return rm(this.directory, { recursive: true, force: true });
  }
}
