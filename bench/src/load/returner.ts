import { setTimeout as sleep } from 'node:timers/promises';
import { now } from '../clock.js';
import type { Seat } from '../target/dialect.js';
import { answeredIn, asking, ENGINE_PATH, overEngineIo } from '../target/engine-io.js';
import { Wire } from './wire.js';

const JOIN = 1;
const SYNC = 2;
/** All that changes a room, each with its rev. Nothing is counted by its first bytes: everything is read. */
const CHANGES = /^42\["(message|message_updated|member_updated|room_head)",/;
const NO_DELIVERY = Buffer.from('\u0000');
/** As our client waits before it comes back, for the first time and at most. */
const BASE_MS = 500;
const CAP_MS = 10_000;

type Answer =
  | { ok: true; data: { rev: number; epoch: string; rooms?: Record<string, Synced> } }
  | { ok: false };
type Synced =
  | { status: 'ok' }
  | { status: 'gone' }
  | { status: 'delta'; rev: number; changes: { row: { seq?: number } }[]; more?: true }
  | { status: 'reload'; rev: number; messages: { seq: number }[] };

/** A client of Parley in one room, who knows how much of it it has, and goes on elsewhere when its instance dies. */
export class Returner {
  private wire: Wire | null = null;
  private epoch = '';
  private rev = 0;
  private readonly seqs = new Set<number>();
  /** Changes that came behind one they should have come before. */
  reordered = 0;
  /** Till the answer that brought everything missed, from dialling and from the socket's being open, ms; null before. */
  caughtUp: { sinceDialMs: number; sinceOpenMs: number } | null = null;
  private openedAt = 0;
  reloaded = false;
  private readonly gone: Promise<void>;
  private lose: () => void = () => undefined;

  constructor(private readonly seat: Seat) {
    this.gone = new Promise((resolve) => {
      this.lose = resolve;
    });
  }

  /** Joins its room. Rejects when it cannot. */
  async enter(): Promise<void> {
    const [roomId = ''] = this.seat.rooms;
    const answer = await this.ask(this.seat.port, JOIN, 'join_room', { roomId }, () => this.lose());
    if (!answer.ok) throw new Error('refused');
    this.epoch = answer.data.epoch;
    this.rev = Math.max(this.rev, answer.data.rev);
  }

  /** Comes back through another port when its own is gone, as often as it takes. */
  async comeBack(port: number, until: number): Promise<void> {
    await this.gone;
    for (let attempt = 0; now() < until; attempt++) {
      await sleep(Math.random() * Math.min(CAP_MS, BASE_MS * 2 ** attempt));
      const began = now();
      if (!(await this.catchUp(port).catch(() => false))) continue;
      this.caughtUp = { sinceDialMs: now() - began, sinceOpenMs: now() - this.openedAt };
      return;
    }
  }

  /** How many messages it was never told, of as many as were said in each room. */
  missing(said: Readonly<Record<string, number>>): number {
    return (said[this.seat.rooms[0] ?? ''] ?? 0) - this.seqs.size;
  }

  close(): void {
    this.wire?.close();
  }

  private async catchUp(port: number): Promise<boolean> {
    const [room = ''] = this.seat.rooms;
    const known = { rooms: { [room]: { epoch: this.epoch, rev: this.rev } }, watch: [room] };
    const answer = await this.ask(port, SYNC, 'sync', known, () => undefined);
    const synced = answer.ok ? answer.data.rooms?.[room] : undefined;
    if (!synced || synced.status === 'gone') return false;
    if (synced.status === 'ok') return true;
    this.reloaded = synced.status === 'reload';
    const rows = synced.status === 'reload' ? synced.messages : synced.changes.map(({ row }) => row);
    for (const { seq } of rows) if (seq !== undefined) this.seqs.add(seq);
    this.rev = Math.max(this.rev, synced.rev);
    // An answer may be a part.
    return synced.status === 'delta' && synced.more ? this.catchUp(port) : true;
  }

  /** Connects, asks once, and stays. Rejects when the connection ends before the answer. */
  private ask(port: number, id: number, command: string, input: object, lost: () => void): Promise<Answer> {
    return new Promise((resolve, reject) => {
      // Revs ascend on one connection; what a catch-up brought may be told again on it.
      let heard = 0;
      const conversation = overEngineIo(
        this.seat.token,
        {
          send: (text) => wire.send(text),
          entered: () => undefined,
          failed: (why) => reject(new Error(why)),
        },
        {
          connected: () => wire.send(asking(id, command, JSON.stringify(input))),
          hear: (text) => {
            if (answeredIn(text) === id) resolve(JSON.parse(text.slice(text.indexOf('[')))[0] as Answer);
            else if (CHANGES.test(text)) heard = this.note(text, heard);
          },
        },
      );
      const wire = new Wire(
        { port, path: ENGINE_PATH, delivery: NO_DELIVERY, whole: false },
        {
          opened: () => {
            this.openedAt = now();
            conversation.opened();
          },
          text: (payload) => conversation.hear(payload.toString()),
          closed: (why) => {
            reject(new Error(why ?? 'closed'));
            lost();
          },
        },
      );
      this.wire = wire;
    });
  }

  /** Answers the newest rev of this connection. */
  private note(text: string, heard: number): number {
    const [name, change] = JSON.parse(text.slice(2)) as [string, { rev: number; seq: number }];
    // A head says how far all has been told, also where nothing was told just now.
    if (change.rev <= heard && name !== 'room_head') this.reordered += 1;
    if (name === 'message') this.seqs.add(change.seq);
    this.rev = Math.max(this.rev, change.rev);
    return Math.max(heard, change.rev);
  }
}
