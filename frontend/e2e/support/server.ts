import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, Program } from './program.js';

const MAIN = fileURLToPath(new URL('../../../backend/bundle/main.js', import.meta.url));

/** One real instance with a PostgreSQL of its own and no Redis, all of it thrown away afterwards. */
export class Server {
  private constructor(
    readonly url: string,
    readonly dataDir: string,
    private readonly port: number,
    private readonly env: Record<string, string>,
    private program: Program,
  ) {}

  /** @param env what shall be other than usual */
  static async start(env: Record<string, string> = {}): Promise<Server> {
    const dataDir = await mkdtemp(join(tmpdir(), 'parley-e2e-'));
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    return new Server(url, dataDir, port, env, await run(url, port, dataDir, env));
  }

  /** Gone, as for those who are connected to it; its data stays. */
  async stop(): Promise<void> {
    await this.program.end('SIGTERM');
  }

  async startAgain(): Promise<void> {
    this.program = await run(this.url, this.port, this.dataDir, this.env);
  }

  async throwAway(): Promise<void> {
    await this.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }
}

async function run(
  url: string,
  port: number,
  dataDir: string,
  env: Record<string, string>,
): Promise<Program> {
  const program = new Program(process.execPath, [MAIN], {
    NODE_ENV: 'development',
    PORT: String(port),
    HOST: '127.0.0.1',
    INSTANCE_ID: 'only',
    INSTANCE_URLS: '',
    REDIS_URL: '',
    REDIS_HOST: '',
    DATA_DIR: dataDir,
    DB_HOST: '',
    RATE_LIMITS: 'off',
    ...env,
  });
  await program.until(async () => (await fetch(`${url}/health/ready`)).ok, 60_000);
  return program;
}
