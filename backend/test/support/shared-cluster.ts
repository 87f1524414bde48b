import { afterAll, beforeAll } from '@jest/globals';
import { type ClusterOptions, startCluster, type TestCluster } from './instances.js';

const WITHIN_MS = 60_000;

type SharedCluster = Omit<TestCluster, 'stop'> & { readonly urls: string[] };

/**
 * For a file of tests: the instances that they share, one and without Redis unless told otherwise. Its properties are
 * there once the tests run; what is connected to it is cut off when they have.
 */
export function sharedCluster(options: Partial<ClusterOptions> = {}): SharedCluster {
  let started: TestCluster | undefined;
  beforeAll(async () => {
    started = await startCluster({ instances: 1, redis: false, ...options });
  }, WITHIN_MS);
  afterAll(() => started?.stop(), WITHIN_MS);

  const cluster = () => {
    if (!started) throw new Error('It is started before the first test, not before the file is read.');
    return started;
  };
  return {
    get url() {
      return cluster().url;
    },
    get urls() {
      return cluster().instances.map(({ url }) => url);
    },
    get instances() {
      return cluster().instances;
    },
    get database() {
      return cluster().database;
    },
    get dataDir() {
      return cluster().dataDir;
    },
    get redis() {
      return cluster().redis;
    },
    admin: (...words) => cluster().admin(...words),
    restart: (index) => cluster().restart(index),
  };
}
