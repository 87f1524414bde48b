import type { Message } from '@parley/protocol';
import { type Backoff, RECONNECT } from '../backoff.js';
import { ParleyError } from '../errors.js';
import { Listeners } from '../listeners.js';
import { Lane } from './lane.js';
import { MemoryOutboxStorage, type OutboxStorage, type Outgoing } from './outbox-storage.js';

export interface OutboxOptions {
  storage?: OutboxStorage;
  /** How many messages of one room may be on their way at once. Above 1 the order is not kept when one fails. */
  width?: number;
  backoff?: Backoff;
}

export interface OutboxWork {
  /** One attempt; may be repeated with the same clientId. */
  send(outgoing: Outgoing): Promise<Message>;
  sent(message: Message): void;
  failed(outgoing: Outgoing, error: ParleyError): void;
  /** Messages of an earlier run are on their way again. */
  taken(left: readonly Outgoing[]): void;
  /** There are more, or fewer, messages that no server has confirmed. */
  counted(unsettled: number): void;
  onFault(error: unknown): void;
}

interface Promised {
  promise: Promise<Message>;
  resolve(message: Message): void;
  reject(error: ParleyError): void;
}

/** All messages no server has confirmed, room by room in the order they were written. */
export class Outbox {
  private readonly storage: OutboxStorage;
  private readonly lanes = new Map<string, Lane<Message>>();
  private readonly unsettled = new Map<string, Outgoing>();
  /** Of these, the ones a server refused: they wait for whoever wrote them. */
  private readonly refused = new Set<string>();
  private readonly settled: Listeners;
  private readonly promises = new Map<string, Promised>();
  /** One write after the other: messages leave in the order they were written, however long each write takes. */
  private writes: Promise<void> = Promise.resolve();

  constructor(
    private readonly work: OutboxWork,
    private readonly options: OutboxOptions = {},
  ) {
    this.storage = options.storage ?? new MemoryOutboxStorage();
    this.settled = new Listeners((error) => work.onFault(error));
  }

  /** Takes up what an earlier run left behind. What is written meanwhile goes after it. */
  async load(): Promise<void> {
    this.writes = this.writes
      .then(async () => this.take(await this.storage.load()))
      .catch((error: unknown) => this.work.onFault(error));
    await this.writes;
    this.storage.inherit?.((left) => this.take(left));
  }

  /** Stores it, then sends it until it is settled. Resolves to the stored message; rejects when it was refused. */
  add(outgoing: Outgoing): Promise<Message> {
    const { promise } = this.promise(outgoing.clientId);
    this.storage.note?.(outgoing);
    this.unsettled.set(outgoing.clientId, outgoing);
    this.work.counted(this.unsettled.size);
    this.writes = this.writes
      .then(() => this.storage.put(outgoing))
      // A full disk keeps nobody from talking.
      .catch((error: unknown) => this.work.onFault(error))
      .then(() => {
        // It may have been withdrawn meanwhile.
        if (this.unsettled.has(outgoing.clientId)) this.lane(outgoing.roomId).add(outgoing);
      });
    return promise;
  }

  /** Sends a failed message once more: the same message, so that it cannot be there twice. */
  retry(clientId: string): Promise<Message> | null {
    const outgoing = this.unsettled.get(clientId);
    if (!outgoing) return null;
    this.refused.delete(clientId);
    const { promise } = this.promise(clientId);
    this.lane(outgoing.roomId).add(outgoing);
    return promise;
  }

  /** Forgets a message. One that is on its way may arrive all the same. */
  drop(clientId: string): void {
    this.leave(clientId);
    this.promises
      .get(clientId)
      ?.reject(new ParleyError('withdrawn', 'The message was withdrawn.', false, 'unknown'));
    this.promises.delete(clientId);
  }

  /** It was heard from the room: as good as an answer. */
  confirm(message: Message): void {
    this.leave(message.clientId);
    this.promises.get(message.clientId)?.resolve(message);
    this.promises.delete(message.clientId);
  }

  /** Calls back when there is one less to be sent. */
  subscribe = (listener: () => void): (() => void) => this.settled.add(listener);

  /** Those that are still to be sent, without those that were refused. */
  get waiting(): number {
    return this.unsettled.size - this.refused.size;
  }

  waitingIn(roomId: string): Outgoing[] {
    return [...this.unsettled.values()].filter((outgoing) => outgoing.roomId === roomId);
  }

  /** The connection is back. */
  resume(): void {
    for (const lane of this.lanes.values()) lane.resume();
  }

  stop(): void {
    for (const lane of this.lanes.values()) lane.stop();
  }

  private take(left: readonly Outgoing[]): void {
    for (const outgoing of left) {
      this.unsettled.set(outgoing.clientId, outgoing);
      this.lane(outgoing.roomId).add(outgoing);
    }
    this.work.taken(left);
    this.work.counted(this.unsettled.size);
  }

  private leave(clientId: string): void {
    const outgoing = this.unsettled.get(clientId);
    if (!outgoing) return;
    this.unsettled.delete(clientId);
    this.refused.delete(clientId);
    this.work.counted(this.unsettled.size);
    this.settled.tell();
    this.lanes.get(outgoing.roomId)?.remove(clientId);
    this.writes = this.writes
      .then(() => this.storage.remove(clientId))
      .catch((error: unknown) => this.work.onFault(error));
  }

  private lane(roomId: string): Lane<Message> {
    const known = this.lanes.get(roomId);
    if (known) return known;
    const lane = new Lane<Message>(this.options.width ?? 1, {
      send: (outgoing) => this.work.send(outgoing),
      sent: (_, message) => {
        this.confirm(message);
        this.work.sent(message);
      },
      failed: (outgoing, error) => {
        // It stays in the storage: whoever wrote it decides.
        this.refused.add(outgoing.clientId);
        this.promises.get(outgoing.clientId)?.reject(error);
        this.promises.delete(outgoing.clientId);
        this.work.failed(outgoing, error);
        this.settled.tell();
      },
      backoff: this.options.backoff ?? RECONNECT,
    });
    this.lanes.set(roomId, lane);
    return lane;
  }

  private promise(clientId: string): Promised {
    const known = this.promises.get(clientId);
    if (known) return known;
    let resolve: (message: Message) => void = () => undefined;
    let reject: (error: ParleyError) => void = () => undefined;
    const promise = new Promise<Message>((onDone, onFailed) => {
      resolve = onDone;
      reject = onFailed;
    });
    // Whoever only looks at the room's state shall not be told of an unhandled rejection.
    promise.catch(() => undefined);
    const promised = { promise, resolve, reject };
    this.promises.set(clientId, promised);
    return promised;
  }
}
