import { type Backoff, fullJitter } from '../backoff.js';
import { ParleyError } from '../errors.js';
import type { Outgoing } from './outbox-storage.js';

export interface LaneWork<T> {
  send(outgoing: Outgoing): Promise<T>;
  sent(outgoing: Outgoing, result: T): void;
  failed(outgoing: Outgoing, error: ParleyError): void;
  backoff: Backoff;
}

/**
 * One room's messages, first in, first out. The same message, with the same clientId, is sent until it is certain what
 * became of it. With a width of 1 the order is kept whatever fails; a wider lane is for messages that do not build on
 * each other.
 */
export class Lane<T> {
  private waiting: Outgoing[] = [];
  private readonly inFlight = new Map<string, Outgoing>();
  private attempts = 0;
  private timer: ReturnType<typeof setTimeout> | null = null;
  /** The connection is gone: `resume` tells when it is back. */
  private parked = false;

  constructor(
    private readonly width: number,
    private readonly work: LaneWork<T>,
  ) {}

  add(outgoing: Outgoing): void {
    const { clientId } = outgoing;
    if (this.inFlight.has(clientId) || this.waiting.some((known) => known.clientId === clientId)) return;
    this.waiting.push(outgoing);
    this.pump();
  }

  /** It is settled already, or not wanted any more. */
  remove(clientId: string): void {
    this.waiting = this.waiting.filter((outgoing) => outgoing.clientId !== clientId);
    if (this.inFlight.delete(clientId)) this.pump();
  }

  resume(): void {
    this.parked = false;
    this.attempts = 0;
    this.clearTimer();
    this.pump();
  }

  stop(): void {
    this.parked = true;
    this.clearTimer();
  }

  private pump(): void {
    while (!this.parked && this.timer === null && this.inFlight.size < this.width) {
      const next = this.waiting.shift();
      if (!next) return;
      this.inFlight.set(next.clientId, next);
      void this.trySend(next);
    }
  }

  private async trySend(outgoing: Outgoing): Promise<void> {
    try {
      const result = await this.work.send(outgoing);
      if (!this.settle(outgoing)) return;
      this.attempts = 0;
      this.work.sent(outgoing, result);
    } catch (thrown) {
      const error = ParleyError.from(thrown);
      if (!this.settle(outgoing)) return;
      if (error.retry) this.putBack(outgoing, error);
      else this.work.failed(outgoing, error);
    }
    this.pump();
  }

  /** False when it was removed while it was on its way. */
  private settle(outgoing: Outgoing): boolean {
    return this.inFlight.delete(outgoing.clientId);
  }

  private putBack(outgoing: Outgoing, error: ParleyError): void {
    this.waiting = [outgoing, ...this.waiting];
    if (error.code === 'offline' || error.code === 'disconnected') {
      this.parked = true;
      return;
    }
    const waitMs = Math.max(
      error.retryAfterMs ?? 0,
      fullJitter(this.attempts, this.work.backoff, Math.random),
    );
    this.attempts += 1;
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.pump();
    }, waitMs);
  }

  private clearTimer(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }
}
