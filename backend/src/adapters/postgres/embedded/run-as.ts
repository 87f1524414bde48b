import { spawn, spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { StartError } from '../../start-error.js';

/** Who runs PostgreSQL, which refuses to be root. `passing` goes through directories closed to that user. */
export type RunAs = { as: 'ourselves' } | { as: 'user' | 'passing user'; uid: number; gid: number };

/**
 * Ourselves; or, as root, the user `postgres`, who is created if need be.
 *
 * @param paths what PostgreSQL must be able to reach
 */
export function whoRuns(paths: string[]): RunAs {
  if (process.getuid?.() !== 0) return { as: 'ourselves' };
  const ids = postgresUser();
  const user: RunAs = { as: 'user', ...ids };
  if (paths.every((path) => reaches(user, path))) return user;

  // A checkout in root's home or in a private temporary directory.
  const passing: RunAs = { as: 'passing user', ...ids };
  const closed = paths.find((path) => !reaches(passing, path));
  if (closed === undefined) return passing;
  throw new StartError(
    `PostgreSQL refuses to run as root, and the user postgres cannot reach ${closed}: move the checkout and DATA_DIR to a place open to all, start as an ordinary user, or set DB_HOST.`,
  );
}

/** Runs a program to its end. Answers its exit code and all it said. */
export function run(
  as: RunAs,
  program: string,
  args: string[],
): Promise<{ code: number | null; said: string }> {
  const { command, argv, ids } = commandFor(as, program, args);
  return new Promise((resolve, reject) => {
    let said = '';
    // Detached from the terminal, whose Ctrl-C is for us: pg_ctl would take the server down with it.
    const child = spawn(command, argv, {
      ...ids,
      cwd: dirname(program),
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    child.stdout.on('data', (chunk) => (said += chunk));
    child.stderr.on('data', (chunk) => (said += chunk));
    child.on('error', reject);
    // Not `close`: on Windows the server inherits these pipes and keeps them open.
    child.on('exit', (code) => resolve({ code, said }));
  });
}

function postgresUser(): { uid: number; gid: number } {
  if (idOf('-u') === undefined) {
    spawnSync('useradd', [
      '--system',
      '--user-group',
      '--no-create-home',
      '--shell',
      '/usr/sbin/nologin',
      'postgres',
    ]);
  }
  const [uid, gid] = [idOf('-u'), idOf('-g')];
  if (uid !== undefined && gid !== undefined) return { uid, gid };
  throw new StartError(
    'PostgreSQL refuses to run as root, and no user "postgres" could be created: start as an ordinary user, or set DB_HOST.',
  );
}

function idOf(kind: '-u' | '-g'): number | undefined {
  const { status, stdout } = spawnSync('id', [kind, 'postgres'], { encoding: 'utf8' });
  return status === 0 ? Number(stdout) : undefined;
}

function reaches(as: RunAs, path: string): boolean {
  const { command, argv, ids } = commandFor(as, 'test', ['-x', path]);
  return spawnSync(command, argv, { ...ids, cwd: '/' }).status === 0;
}

function commandFor(as: RunAs, program: string, args: string[]) {
  if (as.as === 'ourselves') return { command: program, argv: args, ids: {} };
  if (as.as === 'user') return { command: program, argv: args, ids: { uid: as.uid, gid: as.gid } };
  const passing = [
    `--reuid=${as.uid}`,
    `--regid=${as.gid}`,
    '--clear-groups',
    // Without it access(2), by which PostgreSQL looks at its own programs, would ignore the capability.
    '--securebits=+no_setuid_fixup',
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
  ];
  return { command: 'setpriv', argv: [...passing, program, ...args], ids: {} };
}
