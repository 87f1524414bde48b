import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '@parley/testkit/ports.js';
import { Redis } from 'ioredis';
import { eventually } from '../support/eventually.js';
import { RedisServer } from './redis.js';

const NODES = 3;
const SLOTS = 16_384;
/** How long a node may be silent before the others take it for dead. */
const NODE_TIMEOUT_MS = 1_000;

/** A real Redis Cluster of three masters on free ports of this machine, whose nodes can be killed and started again. */
export class RedisCluster {
  private constructor(
    readonly nodes: RedisServer[],
    private readonly directory: string,
  ) {}

  static async start(): Promise<RedisCluster> {
    const directory = await mkdtemp(join(tmpdir(), 'parley-redis-cluster-'));
    const ports = await freePorts(NODES * 2);
    const busPorts = ports.splice(NODES);
    const nodes = await Promise.all(
      ports.map((port, i) =>
        RedisServer.start(port, [
          ...['--cluster-enabled', 'yes', '--cluster-port', `${busPorts[i]}`, '--dir', directory],
          ...['--cluster-config-file', `nodes-${port}.conf`, '--cluster-node-timeout', `${NODE_TIMEOUT_MS}`],
        ]),
      ),
    );
    const cluster = new RedisCluster(nodes, directory);
    for (const [i, node] of nodes.entries()) {
      const [first, behind] = [i, i + 1].map((n) => Math.floor((SLOTS * n) / NODES)) as [number, number];
      await cluster.ask(node, 'CLUSTER', 'ADDSLOTSRANGE', `${first}`, `${behind - 1}`);
      await cluster.ask(node, 'CLUSTER', 'SET-CONFIG-EPOCH', `${i + 1}`);
    }
    for (const [i, { port }] of nodes.entries()) {
      if (nodes[0] && i > 0) {
        await cluster.ask(nodes[0], 'CLUSTER', 'MEET', '127.0.0.1', `${port}`, `${busPorts[i]}`);
      }
    }
    await cluster.healthy();
    return cluster;
  }

  get urls(): string {
    return this.nodes.map(({ url }) => url).join(',');
  }

  /** Until each node sees all slots served. */
  async healthy(): Promise<void> {
    for (const node of this.nodes) {
      const state = () => this.ask(node, 'CLUSTER', 'INFO');
      await eventually(state, (info) => `${info}`.includes('cluster_state:ok'));
    }
  }

  /** The node that was given the slot of a key or channel in the beginning. */
  async ownerOf(key: string): Promise<RedisServer> {
    return this.firstOwnerOf(await this.slotOf(key));
  }

  private firstOwnerOf(slot: number): RedisServer {
    const owner = this.nodes[Math.floor(((slot + 0.5) * NODES) / SLOTS)];
    if (!owner) throw new Error(`Nobody owns the slot ${slot}.`);
    return owner;
  }

  async slotOf(key: string): Promise<number> {
    const [any] = this.nodes;
    if (!any) throw new Error('There is no node.');
    return Number(await this.ask(any, 'CLUSTER', 'KEYSLOT', key));
  }

  /**
   * Gives a slot without keys to another node, as a resharding does. Only a node that imports a slot begins a new epoch with
   * it: without one, what the former owner said of the slot a moment before would count as much.
   */
  async moveSlot(slot: number, to: RedisServer): Promise<void> {
    const from = this.firstOwnerOf(slot);
    const [id, fromId] = [await this.ask(to, 'CLUSTER', 'MYID'), await this.ask(from, 'CLUSTER', 'MYID')];
    await this.ask(to, 'CLUSTER', 'SETSLOT', `${slot}`, 'IMPORTING', `${fromId}`);
    await this.ask(from, 'CLUSTER', 'SETSLOT', `${slot}`, 'MIGRATING', `${id}`);
    for (const node of new Set([to, from, ...this.nodes])) {
      await this.ask(node, 'CLUSTER', 'SETSLOT', `${slot}`, 'NODE', `${id}`);
    }
  }

  /** What one node answers. */
  async ask(node: RedisServer, command: string, ...args: string[]): Promise<unknown> {
    const redis = new Redis(node.url);
    try {
      return await redis.call(command, ...args);
    } finally {
      redis.disconnect();
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.kill()));
    await rm(this.directory, { recursive: true, force: true });
  }
}
