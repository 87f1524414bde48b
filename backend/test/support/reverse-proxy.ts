import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePorts } from '@parley/testkit/ports.js';

const START_MS = 10_000;

export interface ReverseProxy {
  url: string;
  stop(): Promise<void>;
}

/** How a proxy is started with its file of `deploy/`, which is a whole configuration or a part of one. */
interface Kind {
  file: string;
  /** The place of the file's `listen` or `bind`. */
  port: RegExp;
  whole(text: string, directory: string): string;
  command(path: string): [program: string, args: string[]];
}

export const PROXIES = {
  nginx: {
    file: 'nginx.conf',
    port: /\blisten 80;/,
    whole: (text, directory) => `
daemon off;
master_process off;
pid ${directory}/pid;
events {}
http {
  access_log off;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${directory}/${name};`).join('\n')}
  ${text}
}`,
    command: (path) => ['nginx', ['-c', path, '-e', 'stderr']],
  },
  haproxy: {
    file: 'haproxy.cfg',
    port: /\bbind :80\n/,
    whole: (text) => text,
    command: (path) => ['haproxy', ['-db', '-f', path]],
  },
} satisfies Record<string, Kind>;

/** A real proxy of this machine on a free port, with the configuration this project ships, before these instances. */
export async function startProxy(
  name: keyof typeof PROXIES,
  upstreams: readonly string[],
): Promise<ReverseProxy> {
  const kind: Kind = PROXIES[name];
  const directory = await mkdtemp(join(tmpdir(), `parley-${name}-`));
  const [port = 0] = await freePorts(1);
  const path = join(directory, kind.file);
  const shipped = await readFile(
    fileURLToPath(new URL(`../../../deploy/${kind.file}`, import.meta.url)),
    'utf8',
  );
  const listening = shipped.replace(kind.port, (line) => line.replace(/:?80/, `127.0.0.1:${port}`));
  await writeFile(path, kind.whole(withUpstreams(listening, upstreams), directory));
  const [program, args] = kind.command(path);
  // Debian keeps them where only root looks.
  const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` };
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
  await listens(child, port);
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      const gone = once(child, 'exit');
      if (child.exitCode === null && child.kill('SIGKILL')) await gone;
      await rm(directory, { recursive: true });
    },
  };
}

/** The lines of the servers, as one edits them: as many as there are, each with its own port. */
function withUpstreams(text: string, upstreams: readonly string[]): string {
  return text
    .split('\n')
    .flatMap((line) => {
      const at = /127\.0\.0\.1:300([0-2])/.exec(line);
      if (!at || !/^\s*server /.test(line)) return [line];
      const upstream = upstreams[Number(at[1])];
      return upstream === undefined ? [] : [line.replace(at[0], new URL(upstream).host)];
    })
    .join('\n');
}

async function listens(child: ChildProcess, port: number): Promise<void> {
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (said += chunk));
  const failed = once(child, 'error').catch(() => undefined);
  const late = AbortSignal.timeout(START_MS);
  while (!(await accepts(port))) {
    if (late.aborted || child.exitCode !== null) throw new Error(`The proxy did not start:\n${said}`);
    await Promise.race([failed, new Promise((resolve) => setTimeout(resolve, 20))]);
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
