import slotOf from 'cluster-key-slot';
import type { Cluster, Redis } from 'ioredis';
import { type Hearing, RedisSubscription, type Subscription } from './redis-subscription.js';

/**
 * Sharded channels of a cluster, each subscribed at the node that owns its slot, and at the new one when the slot has
 * moved. Every master has a connection from the start: so the first channel of a node needs no new link.
 */
export class ClusterSubscription implements Subscription {
  up = false;
  private closed = false;
  private readonly nodes = new Map<string, RedisSubscription>();
  /** Each channel, and the node it is subscribed at. */
  private readonly channels = new Map<string, string>();
  private readonly arrange = () => this.follow();

  constructor(
    private readonly cluster: Cluster,
    /** A connection of its own to the node of another one. */
    private readonly open: (node: Redis) => Redis,
    private readonly hearing: Hearing,
  ) {
    cluster.on('refresh', this.arrange);
    if (cluster.status === 'ready') this.follow();
  }

  async add(channel: string): Promise<boolean> {
    const owner = this.ownerOf(channel);
    this.channels.set(channel, owner);
    const heard = await this.nodes.get(owner)?.add(channel);
    return heard === true && this.up;
  }

  remove(channel: string): void {
    const owner = this.channels.get(channel) ?? '';
    this.channels.delete(channel);
    this.nodes.get(owner)?.remove(channel);
  }

  close(): void {
    this.closed = true;
    this.cluster.off('refresh', this.arrange);
    for (const subscription of this.nodes.values()) subscription.close();
  }

  /** Takes up the cluster as it is now. */
  private follow(): void {
    const masters = new Map(this.cluster.nodes('master').map((node) => [keyOf(node), node]));
    for (const [key, node] of masters) {
      if (!this.nodes.has(key)) this.begin(key, node);
    }
    for (const [channel, before] of this.channels) {
      const owner = this.ownerOf(channel);
      if (owner === before) continue;
      // What was said on the way is lost, and must be told as lost.
      this.turn(false);
      this.channels.set(channel, owner);
      this.nodes.get(before)?.remove(channel);
      void this.nodes.get(owner)?.add(channel);
    }
    for (const [key, subscription] of this.nodes) {
      if (masters.has(key)) continue;
      this.nodes.delete(key);
      subscription.close();
    }
    this.settle();
  }

  private begin(key: string, node: Redis): void {
    const subscription = new RedisSubscription(this.open(node), 'sharded', {
      message: (bytes) => this.hearing.message(bytes),
      link: (up) => {
        // A node that goes, or will not have a channel, may have lost its slots to another.
        if (!up) this.cluster.refreshSlotsCache();
        this.settle();
      },
    });
    this.nodes.set(key, subscription);
  }

  private settle(): void {
    const subscriptions = [...this.nodes.values()];
    const placed = [...this.channels.values()].every((owner) => this.nodes.has(owner));
    this.turn(placed && subscriptions.length > 0 && subscriptions.every(({ up }) => up));
  }

  private turn(up: boolean): void {
    if (this.up === up || this.closed) return;
    this.up = up;
    this.hearing.link(up);
  }

  private ownerOf(channel: string): string {
    return this.cluster.slots[slotOf(channel)]?.[0] ?? '';
  }
}

function keyOf({ options: { host, port } }: Redis): string {
  return `${host}:${port}`;
}
