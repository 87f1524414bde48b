import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { MemoryBus } from '../../src/adapters/memory/memory-bus.js';
import { RedisConnections } from '../../src/adapters/redis/connections.js';
import { type BusRouting, RedisBus } from '../../src/adapters/redis/redis-bus.js';
import type { RoomChanges } from '../../src/chat/changes/room-changes.js';
import type { Bus, BusListener, ControlEvent, EphemeralEvent } from '../../src/chat/ports/bus.js';
import { anEvent } from '../support/an-event.js';
import { eventually } from '../support/eventually.js';
import { RedisServer } from '../support/redis.js';

const EPOCH = '0190a0b0-0000-7000-8000-00000000000e';
const BEN = '0190a0b0-0000-7000-8000-0000000000be';

export const typing: EphemeralEvent = {
  roomId: 'general',
  ...anEvent('user_typing', { userId: BEN }),
  exceptUserId: BEN,
};
export const ended: ControlEvent = { about: 'session_ended', sessionId: BEN };

export function changesOf(roomId: string, rev: number): RoomChanges {
  const events = [anEvent('message', { message: `message ${rev} – “grüße”`, rev })];
  return { roomId, epoch: EPOCH, from: rev, to: rev, lastSeq: rev, events };
}

/** One application instance: what it says on the bus and what it hears. */
export class Instance implements BusListener {
  readonly heard: (RoomChanges | EphemeralEvent | ControlEvent)[] = [];
  readonly heardElsewhere: { roomId: string; lastSeq: number }[] = [];
  readonly links: boolean[] = [];
  constructor(
    readonly bus: Bus,
    readonly close: () => void = () => {},
    readonly logged: string[] = [],
  ) {
    bus.listen(this);
  }
  changes(changes: RoomChanges): void {
    this.heard.push(changes);
  }
  elsewhere(roomId: string, lastSeq: number): void {
    this.heardElsewhere.push({ roomId, lastSeq });
  }
  ephemeral(event: EphemeralEvent): void {
    this.heard.push(event);
  }
  control(event: ControlEvent): void {
    this.heard.push(event);
  }
  link(up: boolean): void {
    this.links.push(up);
  }
  hears(count: number): Promise<unknown> {
    return eventually(
      () => this.heard.length,
      (length) => length >= count,
    );
  }
  /** Until the link is up, or down. */
  linked(up = true): Promise<unknown> {
    return eventually(
      () => this.bus.up,
      (now) => now === up,
    );
  }
  /** Until it was told so much of its link. */
  told(links: boolean[]): Promise<unknown> {
    return eventually(
      () => this.links,
      (told) => told.join() === links.join(),
    );
  }
}

/** A Redis for the tests of one file, and instances that end with each test. */
export class BusFixture {
  private instances: Instance[] = [];
  private running: RedisServer | null = null;

  constructor() {
    beforeAll(async () => {
      this.running = await RedisServer.start();
    });
    afterEach(async () => {
      for (const instance of this.instances) instance.close();
      this.instances = [];
      if (!this.server.running) await this.server.restart();
    });
    afterAll(() => this.running?.kill());
  }

  get server(): RedisServer {
    if (this.running === null) throw new Error('Redis runs only inside the tests');
    return this.running;
  }

  /** An instance that has only begun to connect. */
  instance(routing: BusRouting): Instance {
    const logged: string[] = [];
    const connections = new RedisConnections({ url: this.server.url }, () => {});
    const log = (line: string) => logged.push(line);
    const near = new MemoryBus((error) => log(String(error instanceof Error ? error.stack : error)));
    const bus = new RedisBus({ connections, near, routing, secret: 'the secret of this deployment', log });
    const close = () => {
      bus.close();
      connections.close();
    };
    const instance = new Instance(bus, close, logged);
    this.instances.push(instance);
    return instance;
  }

  async linked(routing: BusRouting): Promise<Instance> {
    const instance = this.instance(routing);
    await instance.linked();
    return instance;
  }

  /** What Redis answers to somebody who is not one of us. */
  async command(...command: [string, ...string[]]): Promise<unknown> {
    const connections = new RedisConnections({ url: this.server.url }, () => {});
    await connections.ready(5_000);
    const answer = await connections.commands.call(...command);
    connections.close();
    return answer;
  }
}
