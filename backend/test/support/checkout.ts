import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const { workspaces: PACKAGES } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  workspaces: string[];
};
const LEFT_OUT = new Set(['node_modules', 'test-results', '.env', '.data']);
/** What compilers keep among the packages is each checkout's own. */
const KEPT_THERE = /^\.(?!bin$|package-lock\.json$)|^@parley$/;
const SAYS_WITHIN_MS = 60_000;

export interface Command {
  /** The first line that matches, said already or yet to come. Rejects with what was said when the command ends first. */
  says(pattern: RegExp): Promise<string>;
  /** Resolves with the exit code. */
  ended: Promise<number | null>;
  /** As Ctrl-C does. */
  stop(): Promise<void>;
}

/** A copy of this checkout, built and installed as it is, for tests that write files into it and run its commands. */
export class Checkout {
  private readonly running: Command[] = [];

  private constructor(readonly directory: string) {}

  static async copy(): Promise<Checkout> {
    const directory = await mkdtemp(join(tmpdir(), 'parley-checkout-'));
    // An embedded PostgreSQL of root's runs as another user, who has to get in.
    await chmod(directory, 0o755);
    const entries = await readdir(ROOT, { withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && entry.name !== '.env').map(({ name }) => name);
    const filter = (path: string) => !LEFT_OUT.has(basename(path));
    for (const name of [...files, ...PACKAGES, 'scripts']) {
      // With its times: what is built is then as new as its sources.
      await cp(join(ROOT, name), join(directory, name), {
        recursive: true,
        preserveTimestamps: true,
        filter,
      });
    }
    await install(directory);
    return new Checkout(directory);
  }

  path(name: string): string {
    return join(this.directory, name);
  }

  /** @param line as one types it, in that folder */
  run(folder: string, line: string, env: Record<string, string> = {}): Command {
    const child = spawn(line, {
      cwd: join(this.directory, folder),
      env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...env },
      shell: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, which hears a Ctrl-C together, as in a terminal.
      detached: true,
    });
    const command = commandOf(child, line);
    this.running.push(command);
    return command;
  }

  async remove(): Promise<void> {
    await Promise.all(this.running.map((command) => command.stop()));
    await rm(this.directory, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Links to what is installed here. The packages of the workspace are the copy's own. */
async function install(directory: string): Promise<void> {
  for (const folder of ['.', ...PACKAGES]) {
    const installed = join(ROOT, folder, 'node_modules');
    const names = await readdir(installed).catch(() => []);
    await mkdir(join(directory, folder, 'node_modules'), { recursive: true });
    for (const name of names.filter((each) => !KEPT_THERE.test(each))) {
      await symlink(join(installed, name), join(directory, folder, 'node_modules', name));
    }
  }
  await mkdir(join(directory, 'node_modules/@parley'));
  for (const name of PACKAGES) {
    await symlink(join('../..', name), join(directory, 'node_modules/@parley', name));
  }
}

function commandOf(child: ChildProcess, line: string): Command {
  let output = '';
  const wakers = new Set<() => void>();
  const hear = (chunk: Buffer) => {
    output += chunk;
    for (const look of [...wakers]) look();
  };
  child.stdout?.on('data', hear);
  child.stderr?.on('data', hear);
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return {
    ended,
    async says(pattern) {
      const find = () => output.split('\n').find((each) => pattern.test(each));
      let timer: NodeJS.Timeout | undefined;
      const failed = new Promise<never>((_, reject) => {
        const fail = () => reject(new Error(`"${line}" did not say ${pattern}:\n${output}`));
        timer = setTimeout(fail, SAYS_WITHIN_MS);
        void ended.then(fail);
      });
      const said = new Promise<string>((resolve) => {
        const look = () => {
          const found = find();
          if (found !== undefined) resolve(found);
        };
        wakers.add(look);
        look();
      });
      return Promise.race([said, failed]).finally(() => clearTimeout(timer));
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null && child.pid)
        process.kill(-child.pid, 'SIGINT');
      await ended;
    },
  };
}
