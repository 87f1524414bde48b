import { now } from '../clock.js';
import type { Histogram } from '../measure/histogram.js';
import type { Answer, Dialect } from '../target/dialect.js';
import { write } from './mark.js';
import type { Member } from './member.js';
import type { Talk } from './orders.js';

/** What all speakers write their times into, while something is measured. */
export interface Stopwatch {
  from: number;
  until: number;
  answer: Histogram;
  late: Histogram;
}

/** One connection that talks: on a schedule whatever happens, or as fast as it is answered. */
export class Speaker {
  said = 0;
  unanswered = 0;
  readonly taken = new Map<string, number>();
  readonly refused = new Map<string, number>();
  private readonly counts = new Map<string, number>();
  private readonly open = new Map<number, { room: string; due: number }>();
  private due = 0;

  constructor(
    private readonly number: number,
    private readonly member: Member,
    private readonly dialect: Dialect,
    private talk: Talk,
    private readonly watch: () => Stopwatch | null,
    /** How much later than the first it begins, as a part of the time between two messages. */
    private readonly phase: number,
  ) {
    this.begin(talk);
  }

  /** Talks so from now on. */
  begin(talk: Talk): void {
    this.talk = talk;
    this.refused.clear();
    this.due = now() + this.phase * this.everyMs;
  }

  private get everyMs(): number {
    return this.talk.perSecond === null ? 0 : 1_000 / this.talk.perSecond;
  }

  /** Says what is due. */
  tick(): void {
    const texts: string[] = [];
    const at = now();
    if (this.talk.perSecond === null) {
      while (this.unanswered < this.talk.inFlight) texts.push(this.next(at, at));
    } else {
      for (; this.due <= at; this.due += this.everyMs) texts.push(this.next(this.due, at));
    }
    this.member.wire.sendAll(texts);
  }

  /** By room, how many were said and not taken. */
  get untaken(): Map<string, number> {
    return new Map([...this.counts].map(([room, said]) => [room, said - (this.taken.get(room) ?? 0)]));
  }

  answered({ id, refused }: Answer): void {
    const message = this.open.get(id);
    if (!message) return;
    this.open.delete(id);
    this.unanswered -= 1;
    const watch = this.watch();
    if (watch && message.due >= watch.from && message.due < watch.until)
      watch.answer.add(now() - message.due);
    if (refused === null) this.note(this.taken, message.room);
    else this.note(this.refused, refused);
  }

  private next(due: number, at: number): string {
    const { rooms } = this.member.seat;
    const room = rooms[this.said % rooms.length] ?? '';
    const count = this.counts.get(room) ?? 0;
    this.counts.set(room, count + 1);
    const id = this.said++;
    const watch = this.watch();
    if (watch && due >= watch.from && due < watch.until) watch.late.add(at - due);
    if (this.dialect.answers) {
      this.unanswered += 1;
      this.open.set(id, { room, due });
    } else this.note(this.taken, room);
    return this.dialect.say(room, write({ sender: this.number, count, due }, this.talk.length), id);
  }

  private note(counts: Map<string, number>, key: string): void {
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
}
