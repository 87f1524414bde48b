import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findProgram } from './find-program.js';
import { freePort, Program } from './program.js';

const MAIN = fileURLToPath(new URL('../../../backend/bundle/main.js', import.meta.url));

/** Two real instances over one PostgreSQL and one Redis, all of it thrown away afterwards. */
export class Cluster {
  private constructor(
    readonly urls: readonly [string, string],
    private readonly instances: readonly [Program, Program],
    private readonly redis: Program,
    private readonly folder: string,
  ) {}

  static async start(): Promise<Cluster> {
    const folder = await mkdtemp(join(tmpdir(), 'parley-e2e-'));
    const [redisPort, firstPort, secondPort] = [await freePort(), await freePort(), await freePort()];
    const urls: [string, string] = [`http://127.0.0.1:${firstPort}`, `http://127.0.0.1:${secondPort}`];
    const redisServer = findProgram('redis-server', 'valkey-server');
    if (!redisServer) throw new Error('These tests need redis-server or valkey-server.');
    const redis = new Program(redisServer, [
      '--port',
      String(redisPort),
      '--save',
      '',
      '--bind',
      '127.0.0.1',
    ]);
    await redis.until(() => answers(redisPort));
    const instance = async (port: number, url: string): Promise<Program> => {
      const program = new Program(process.execPath, [MAIN], {
        NODE_ENV: 'development',
        PORT: String(port),
        HOST: '127.0.0.1',
        INSTANCE_ID: port === firstPort ? 'first' : 'second',
        INSTANCE_URLS: urls.join(','),
        REDIS_URL: `redis://127.0.0.1:${redisPort}`,
        DATA_DIR: join(folder, 'data'),
        DB_HOST: '',
      });
      await program.until(async () => (await fetch(`${url}/health/ready`)).ok, 60_000);
      return program;
    };
    const first = await instance(firstPort, urls[0]);
    const second = await instance(secondPort, urls[1]);
    return new Cluster(urls, [first, second], redis, folder);
  }

  get dataDir(): string {
    return join(this.folder, 'data');
  }

  /** Ends an instance without a warning. */
  async kill(index: 0 | 1): Promise<void> {
    await this.instances[index].end('SIGKILL');
  }

  async stop(): Promise<void> {
    // One after the other: the last one stops PostgreSQL.
    for (const instance of this.instances) await instance.end('SIGTERM');
    await this.redis.end('SIGTERM');
    await rm(this.folder, { recursive: true, force: true });
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => resolve(false));
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}
