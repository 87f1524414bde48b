import { now } from '../clock.js';
import type { Answer, Conversation, Dialect, Seat } from '../target/dialect.js';
import { Ledger } from './ledger.js';
import { type Mark, read } from './mark.js';
import { Wire } from './wire.js';

export interface MemberEvents {
  /** A probe was delivered a message. */
  delivered(mark: Mark): void;
  answered(answer: Answer): void;
}

/** One connection of the load. */
export class Member {
  /** Of a probe. */
  readonly ledger: Ledger | null;
  /** Why it ended; null while it stands, or when we ended it. */
  lost: string | null = null;
  stalled = false;
  readonly wire: Wire;
  private readonly conversation: Conversation;
  private settle: { entered(): void; failed(why: string): void } | null = null;

  constructor(
    readonly seat: Seat,
    private readonly dialect: Dialect,
    probe: boolean,
    private readonly events: MemberEvents,
  ) {
    this.ledger = probe ? new Ledger() : null;
    this.wire = new Wire(
      { port: seat.port, delivery: dialect.delivery, whole: probe, ...dialect.request(seat) },
      {
        opened: () => this.conversation.opened(),
        text: (payload) => this.hear(payload.toString()),
        closed: (why) => {
          this.lost = why;
          this.settle?.failed(why ?? 'closed');
        },
      },
    );
    this.conversation = dialect.converse(seat, {
      send: (text) => this.wire.send(text),
      entered: () => this.settle?.entered(),
      failed: (why) => this.settle?.failed(why),
    });
  }

  /** How long it took to come in, ms. Rejects when it does not. */
  async enter(withinMs: number): Promise<number> {
    const began = now();
    try {
      await new Promise<void>((entered, reject) => {
        const timer = setTimeout(() => reject(new Error('no answer')), withinMs);
        this.settle = {
          entered: () => {
            clearTimeout(timer);
            // What a room tells a member who comes in may look like a delivery.
            this.wire.reader.deliveries = 0;
            entered();
          },
          failed: (why) => {
            clearTimeout(timer);
            reject(new Error(why));
          },
        };
      });
    } finally {
      this.settle = null;
    }
    return now() - began;
  }

  private hear(text: string): void {
    const mark = this.ledger ? read(text) : null;
    if (mark && this.ledger && text.startsWith(this.dialect.delivery.toString())) {
      // A row of its own for each room is enough: names are not needed to see what is missing.
      this.ledger.note(roomIn(text, this.seat.rooms), mark, this.dialect.placeOf(text));
      this.events.delivered(mark);
      return;
    }
    const answer = this.seat.role === 'says' ? this.dialect.answerIn(text) : null;
    if (answer) this.events.answered(answer);
    else this.conversation.hear(text);
  }
}

function roomIn(text: string, rooms: readonly string[]): string {
  const [only] = rooms;
  if (rooms.length === 1 && only !== undefined) return only;
  return rooms.find((room) => text.includes(`"${room}"`) || text.includes(`${room}@`)) ?? '';
}
