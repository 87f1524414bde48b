import { Cluster } from './cluster.js';
import { Server } from './server.js';
import { shared } from './shared.js';

/** For a file of tests: one server that they share. Its properties are there once the tests run. */
export function sharedServer(
  env: Record<string, string> = {},
): Pick<Server, 'url' | 'dataDir' | 'stop' | 'startAgain'> {
  const server = shared(
    () => Server.start(env),
    (started) => started.throwAway(),
  );
  return {
    get url() {
      return server().url;
    },
    get dataDir() {
      return server().dataDir;
    },
    stop: () => server().stop(),
    startAgain: () => server().startAgain(),
  };
}

/** For a file of tests: two instances that they share. */
export function sharedCluster(): Pick<Cluster, 'urls' | 'dataDir' | 'kill'> {
  const cluster = shared(
    () => Cluster.start(),
    (started) => started.stop(),
  );
  return {
    get urls() {
      return cluster().urls;
    },
    get dataDir() {
      return cluster().dataDir;
    },
    kill: (index) => cluster().kill(index),
  };
}
