import 'reflect-metadata';
import { fileURLToPath } from 'node:url';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { StartError } from './adapters/start-error.js';
import { appModule } from './app.module.js';
import { Origins } from './chat/origins.js';
import { ConfigError } from './config/config-error.js';
import { type Config, loadConfig, loadEnvFiles } from './config.js';
import { type Foundations, layFoundations } from './foundations.js';
import { allowOrigins } from './http/allow-origins.js';
import { compress } from './http/compress.js';
import { securityHeaders } from './http/security-headers.js';
import { serveWebPage } from './http/web-page.js';
import { Instance } from './instance.js';
import { PinoLogger } from './logger.js';
import { SocketIoServer } from './realtime/socket-io/socket-io-server.js';
import { Turnstile } from './realtime/turnstile.js';
import { WsServer } from './realtime/ws/ws-server.js';

/** A stop that hangs is ended: by then everything acknowledged is stored. */
const STOP_WITHIN_MS = 25_000;
const WEB_PAGE = fileURLToPath(new URL('../../frontend/dist', import.meta.url));

async function run(): Promise<void> {
  // Heard from the first moment on: one that comes while the program starts must not leave a PostgreSQL behind.
  const signal = new Promise<string>((resolve) => {
    process.on('SIGINT', resolve);
    process.on('SIGTERM', resolve);
  });
  loadEnvFiles();
  const config = loadConfig(process.env);
  const logger = new PinoLogger(config.logLevel, config.instanceId);
  const foundations = await layFoundations(config, {
    step: (line) => console.log(line),
    warn: (line) => logger.warn(line, 'adapters'),
  });
  try {
    const app = await open(config, foundations, logger);
    console.log(`${await signal}: stopping ...`);
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    await app.get(Instance).stop();
    await app.close();
  } finally {
    await foundations.close();
  }
}

async function open(
  config: Config,
  foundations: Foundations,
  logger: PinoLogger,
): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(appModule(foundations, logger), { logger });
  const origins = app.get(Origins);
  const headers = securityHeaders(config.instanceUrls);
  app.useWebSocketAdapter(new SocketIoServer(app, origins, app.get(Turnstile), headers));
  app.disable('x-powered-by');
  // Whose word is taken for it that somebody came by TLS.
  app.set('trust proxy', [...config.trustedProxies]);
  app.use(headers);
  allowOrigins(app, origins, { cookies: config.corsOrigin !== '*' });
  compress(app);
  serveWebPage(app, { directory: WEB_PAGE, instanceOrigins: config.instanceUrls });
  app.get(Instance).start();
  const webSockets = app.get(WsServer);
  webSockets.attach(app.getHttpServer());
  await listen('PORT', config.port, config.host, () => app.listen(config.port, config.host));
  if (config.wsPort !== null) await listenForWebSockets(webSockets, config.wsPort, config.host);
  console.log(`Parley is ready: ${await addressOf(app)}  (instance ${config.instanceId})`);
  if (!config.redis)
    console.log('No Redis is configured: this is a single instance. Several need REDIS_URL.');
  return app;
}

async function listenForWebSockets(server: WsServer, port: number, host: string): Promise<void> {
  const taken = await listen('WS_PORT', port, host, () => server.listen(port, host));
  console.log(`Plain WebSockets: ws://${sayable(host)}:${taken}`);
}

/** @throws StartError when the system does not give the port, or the address, that a variable names */
async function listen<T>(variable: string, port: number, host: string, open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'EADDRINUSE')
      throw new StartError(`Port ${port} is taken. Stop what uses it, or set ${variable}.`);
    if (code === 'EACCES')
      throw new StartError(`Port ${port} may not be opened by this user. Set ${variable} to one above 1023.`);
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new StartError(`HOST=${host} is not an address of this machine.`);
    }
    throw error;
  }
}

async function addressOf(app: NestExpressApplication): Promise<string> {
  const url = new URL(await app.getUrl());
  url.hostname = sayable(url.hostname);
  return url.origin;
}

/** As people on this machine would write it. */
function sayable(host: string): string {
  return ['[::1]', '::1', '127.0.0.1', '0.0.0.0', '[::]', '::'].includes(host) ? 'localhost' : host;
}

/** A bug in one handler must not take everybody's connection with it; it is told in full, and the process lives. */
process.on('unhandledRejection', (reason) => console.error('Unhandled rejection:', reason));

run().then(
  () => process.exit(0),
  (error: unknown) => {
    const known = error instanceof StartError || error instanceof ConfigError;
    console.error(known ? error.message : error);
    process.exit(1);
  },
);
