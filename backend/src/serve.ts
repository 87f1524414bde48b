import 'reflect-metadata';
import { fileURLToPath } from 'node:url';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { StartError } from './adapters/start-error.js';
import { appModule } from './app.module.js';
import { within } from './concurrency/within.js';
import { ConfigError } from './config/config-error.js';
import { misspelt } from './config/misspelt.js';
import { type Config, loadConfig, loadEnvFiles } from './config.js';
import { loggableError } from './errors/loggable-error.js';
import { allowOrigins } from './http/allow-origins.js';
import { compress } from './http/compress.js';
import { logRequests } from './http/request-log.js';
import { securityHeaders } from './http/security-headers.js';
import { serveInTurn } from './http/serve-in-turn.js';
import { serveWebPage } from './http/web-page.js';
import { createInfrastructure, type Infrastructure } from './infrastructure.js';
import { Instance } from './instance.js';
import { PinoLogger } from './logger.js';
import { ClientAddresses } from './network/client-addresses.js';
import { Origins } from './network/origins.js';
import { AdmissionQueue } from './realtime/lifecycle/admission-queue.js';
import { OpenConnections } from './realtime/lifecycle/open-connections.js';
import { Upgrades } from './realtime/lifecycle/upgrades.js';
import { EngineLines } from './realtime/socket-io/engine-lines.js';
import { SocketIoServer } from './realtime/socket-io/socket-io-server.js';
import { HttpReaders } from './realtime/unread/http-readers.js';
import { WsServer } from './realtime/ws/ws-server.js';
import { stopSignals } from './stop-signals.js';

/** A stop that hangs is ended: by then everything acknowledged is stored. */
const STOP_WITHIN_MS = 25_000;
/** Of that, for everybody to be told and what was taken to be stored, and for the ports to close. The rest is the database's. */
const SAID_WITHIN_MS = 18_000;
const CLOSED_WITHIN_MS = 3_000;
const WEB_PAGE = fileURLToPath(new URL('../../frontend/dist', import.meta.url));

/** False when it had to end. */
async function run(): Promise<boolean> {
  // Heard from the first moment on: one that comes while the program starts must not leave a PostgreSQL behind.
  const signals = stopSignals();
  loadEnvFiles();
  const config = loadConfig(process.env);
  const logger = new PinoLogger(config.logLevel, config.instanceId, !config.production);
  log = logger;
  for (const line of misspelt(Object.keys(process.env))) logger.warn(line, 'configuration');
  const infrastructure = await createInfrastructure(config, {
    step: logger.lifecycle,
    warn: (line) => logger.warn(line, 'adapters'),
  });
  try {
    const app = await open(config, infrastructure, logger);
    const reason = await Promise.race([signals.first, infrastructure.lost]);
    doing = 'It could not stop as it should';
    const lost = reason instanceof StartError;
    if (lost) report('It has to end', new StartError(`${reason.message} This instance ends.`));
    logger.lifecycle(lost ? 'Stopping ...' : `${reason}: stopping ...`);
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    await within(SAID_WITHIN_MS, app.get(Instance).stop(signals.again));
    app.get(OpenConnections).endSoon();
    await within(CLOSED_WITHIN_MS, app.close());
    return !lost;
  } finally {
    // By itself: it must not stand in the place of why nothing was served.
    await infrastructure.close().catch((error: unknown) => {
      report('It could not let go of its database', error);
      process.exitCode = 1;
    });
  }
}

async function open(
  config: Config,
  infrastructure: Infrastructure,
  logger: PinoLogger,
): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(appModule(infrastructure, logger), { logger });
  const origins = app.get(Origins);
  const headers = securityHeaders(config.instanceUrls);
  const upgrades = new Upgrades();
  app.useWebSocketAdapter(
    new SocketIoServer(app, origins, app.get(AdmissionQueue), headers, app.get(EngineLines), upgrades),
  );
  app.disable('x-powered-by');
  // The proxies that are believed when they say that a request came by TLS.
  app.set('trust proxy', [...config.trustedProxies]);
  app.use(headers);
  const requestLog = logger.at('debug', 'request');
  app.use(
    logRequests(app.get(ClientAddresses), {
      notable: (line) => logger.refused('request', line),
      all: requestLog,
    }),
  );
  allowOrigins(app, origins, { cookies: config.corsOrigin !== '*' });
  compress(app);
  serveWebPage(app, { directory: WEB_PAGE, instanceOrigins: config.instanceUrls });
  app.get(Instance).start();
  const webSockets = app.get(WsServer);
  webSockets.attach(upgrades);
  upgrades.attach(app.getHttpServer());
  app.get(OpenConnections).watch(app.getHttpServer(), config.keepAliveMs);
  await listen('PORT', config.port, config.host, () => app.listen(config.port, config.host));
  app.get(HttpReaders).attach(app.getHttpServer());
  serveInTurn(app.getHttpServer());
  if (config.wsPort !== null)
    logger.lifecycle(await listenForWebSockets(webSockets, config.wsPort, config.host));
  logger.lifecycle(`Parley is ready: ${await addressOf(app)}  (instance ${config.instanceId})`);
  if (!config.redis)
    logger.lifecycle('No Redis is configured: this is a single instance. Several need REDIS_URL.');
  return app;
}

async function listenForWebSockets(server: WsServer, port: number, host: string): Promise<string> {
  const taken = await listen('WS_PORT', port, host, () => server.listen(port, host));
  return `Plain WebSockets: ws://${sayable(host)}:${taken}`;
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

/** What failed, when an error ends the process. */
let doing = 'It could not start';
/** Null until the configuration is read. */
let log: PinoLogger | null = null;

/** Errors are told as a log may hold them: in lines of the log, where a person starts it as a sentence. */
function report(what: string, error: unknown): void {
  const known = error instanceof StartError || error instanceof ConfigError;
  if (log && !log.plain) log.fatal(known ? error.message : error, 'process');
  else if (known) console.error(error.message);
  else console.error(`${what}: ${JSON.stringify(loggableError(error), null, 2)}`);
}

/** A bug in one handler must not take everybody's connection with it; it is told in full, and the process lives. */
process.on('unhandledRejection', (reason) => report('Unhandled rejection', reason));
// As Node would by itself, but that it would print whatever the error carries.
process.on('uncaughtException', (error) => {
  report('Uncaught exception', error);
  process.exit(1);
});

run().then(
  (served) => process.exit(served ? process.exitCode : 1),
  (error: unknown) => {
    report(doing, error);
    process.exit(1);
  },
);
