import type { EventArgs, EventName } from '@parley/protocol';
import { now } from '../clock.js';
import { type Attempt, emptyHistory, type Heard, type History } from './history.js';

type On = <N extends EventName>(name: N, handler: (...args: EventArgs<N>) => void) => unknown;
type WithoutTime<T> = T extends unknown ? Omit<T, 'ear' | 'at'> : never;

/** Writes down everything that happens, as it happens. */
export class Recorder {
  readonly history: History = emptyHistory();
  /** The same text heard by twenty clients is kept once. */
  private readonly texts = new Map<string, string>();
  private readonly lastHeard = new Map<string, number>();

  /** Hears what a connection hears. `ear` is named `<client>/<connection>`. */
  listen(ear: string, on: On): void {
    const note = (heard: WithoutTime<Heard>) => {
      const at = now();
      this.lastHeard.set(ear, at);
      this.history.heard.push({ ear, at, ...heard } as Heard);
    };
    on('server_info', ({ instance }) => note({ is: 'hello', instance }));
    on('message_history', (messages, { roomId, rev, epoch }) =>
      note({ is: 'page', roomId, rev, epoch, seq: messages.at(-1)?.seq ?? 0 }),
    );
    for (const [name, is] of [
      ['message', 'message'],
      ['message_updated', 'updated'],
    ] as const) {
      on(name, ({ roomId, seq, rev, id, message }) =>
        note({ is, roomId, seq, rev, id: this.one(id), text: this.one(message) }),
      );
    }
    on('room_head', ({ roomId, rev }) => note({ is: 'head', roomId, rev }));
    on('room_removed', ({ roomId }) => note({ is: 'out', roomId }));
  }

  /** When this ear heard anything the last time; 0: never. */
  lastHeardBy(ear: string): number {
    return this.lastHeard.get(ear) ?? 0;
  }

  attempt(attempt: Omit<Attempt, 'at'>): void {
    this.history.attempts.push({ ...attempt, at: now() });
  }

  private one(text: string): string {
    const known = this.texts.get(text);
    if (known !== undefined) return known;
    this.texts.set(text, text);
    return text;
  }
}
