import type { Socket } from 'node:net';
import type { Condition } from './faulty-proxy.js';

/** What may wait between the two ends of one direction, bytes. */
const WAITING_MOST = 1024 * 1024;

interface Rules {
  condition(): Condition;
  websockets: boolean;
  closed(): void;
}

/** One connection on a proxy, its two directions. */
export class ProxiedConnection {
  private readonly there: Direction;
  private readonly back: Direction;
  private ended = false;

  constructor(
    private readonly near: Socket,
    private readonly far: Socket,
    private readonly rules: Rules,
  ) {
    this.there = new Direction(near, far, rules.condition, false);
    this.back = new Direction(far, near, rules.condition, true);
    if (!rules.websockets) {
      near.once('data', (first: Buffer) => {
        if (/upgrade:\s*websocket/i.test(first.toString('latin1', 0, 4_096))) this.reset();
      });
    }
    for (const socket of [near, far]) {
      socket.setNoDelay(true);
      socket.on('error', () => this.end());
      socket.on('close', () => this.end());
    }
    this.obey();
  }

  reset(): void {
    this.near.resetAndDestroy();
    this.far.resetAndDestroy();
    this.end();
  }

  /** The proxy's condition has changed. */
  obey(): void {
    this.there.obey();
    this.back.obey();
  }

  private end(): void {
    if (this.ended) return;
    this.ended = true;
    this.near.destroy();
    this.far.destroy();
    this.rules.closed();
  }
}

/** What goes one way: in order, each piece when it is due. */
class Direction {
  private readonly queue: { due: number; piece: Buffer | 'end' }[] = [];
  private timer: NodeJS.Timeout | null = null;
  private waiting = 0;
  private lastDue = 0;

  constructor(
    private readonly from: Socket,
    private readonly to: Socket,
    private readonly condition: () => Condition,
    private readonly isBack: boolean,
  ) {
    from.on('data', (chunk: Buffer) => this.take(chunk));
    from.on('end', () => this.take('end'));
    to.on('drain', () => this.obey());
  }

  obey(): void {
    const { state, stalls } = this.condition();
    const held = state === 'jammed' || (this.isBack && stalls);
    if (held || this.waiting > WAITING_MOST || this.to.writableNeedDrain) this.from.pause();
    else this.from.resume();
  }

  private take(piece: Buffer | 'end'): void {
    const { swallows, delayMs, bytesPerMs } = this.condition();
    if (this.isBack && swallows && piece !== 'end') return;
    const bytes = piece === 'end' ? 0 : piece.length;
    this.lastDue = Math.max(this.lastDue, performance.now() + delayMs) + bytes / bytesPerMs;
    this.waiting += bytes;
    this.queue.push({ due: this.lastDue, piece });
    this.pass();
  }

  private pass(): void {
    if (this.timer !== null) return;
    const at = performance.now();
    for (let next = this.queue[0]; next && next.due <= at; next = this.queue[0]) {
      this.queue.shift();
      this.give(next.piece);
    }
    const [next] = this.queue;
    if (next) {
      this.timer = setTimeout(() => {
        this.timer = null;
        this.pass();
      }, next.due - at);
    }
    this.obey();
  }

  private give(piece: Buffer | 'end'): void {
    if (piece !== 'end') this.waiting -= piece.length;
    if (this.to.destroyed || this.to.writableEnded) return;
    if (piece === 'end') this.to.end();
    else this.to.write(piece);
  }
}
