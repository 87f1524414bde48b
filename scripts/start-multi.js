import './steps/require-node.js';
import { startChild } from './multi/child.js';
import { portsFrom, requireFree } from './multi/ports.js';
import { findRedis } from './multi/redis.js';
import { firstSignal } from './multi/signal.js';
import { together } from './multi/together.js';
import { command, Unmet } from './steps/command.js';
import { prepare } from './steps/prepare.js';
import { SERVER } from './steps/server.js';

/** The instances share the database through DATA_DIR by themselves; here they get the Redis and learn of each other. */
await command(async () => {
  const ports = portsFrom(process.argv.slice(2), process.env);
  await prepare();
  const config = await readConfig();
  const { wsPort } = config;
  const wsPorts = wsPort ? ports.map((_, i) => wsPort + i) : [];
  await requireFree([...ports, ...wsPorts], config.host);

  const signal = firstSignal();
  const redis = config.redis ? undefined : await findRedis(config.dataDir);
  const instances = ports.map((port, i) =>
    startChild(String(port), process.execPath, SERVER, {
      env: {
        ...process.env,
        ...together(ports, config),
        ...(redis && { REDIS_URL: redis.url }),
        PORT: String(port),
        // Empty: none.
        WS_PORT: wsPorts[i] ? String(wsPorts[i]) : '',
      },
    }),
  );
  const children = redis?.server ? [...instances, redis.server] : instances;
  let stopping = false;
  for (const { label, pid, ended } of children) {
    console.log(`[${label}] starts as process ${pid}.`);
    void ended.then((how) =>
      console.log(`[${label}] ended (${how})${stopping ? '' : '; the others go on'}.`),
    );
  }

  const allEnded = Promise.all(instances.map(({ ended }) => ended)).then(() => 'all ended');
  const reason = await Promise.race([signal, allEnded]);
  stopping = true;
  await Promise.all(instances.map((instance) => instance.stop()));
  await redis?.server?.stop();
  process.exit(reason === 'all ended' ? 1 : 0);
});

async function readConfig() {
  const { loadConfig, loadEnvFiles } = await import('../backend/dist/config.js');
  const { ConfigError } = await import('../backend/dist/config/config-error.js');
  loadEnvFiles();
  try {
    return loadConfig(process.env);
  } catch (error) {
    throw error instanceof ConfigError ? new Unmet(error.message) : error;
  }
}
