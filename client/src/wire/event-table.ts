import type { EventArgs, EventName } from '@parley/protocol';
import { Listeners } from '../listeners.js';
import type { ReadEvent } from './read-event.js';

/** Who listens to which event, typed by the protocol's table. */
export class EventTable {
  private readonly byName = new Map<EventName, Listeners<[unknown]>>();

  constructor(private readonly onFault: (error: unknown) => void) {}

  on<N extends EventName>(name: N, handler: (...args: EventArgs<N>) => void): () => void {
    const listeners = this.byName.get(name) ?? new Listeners<[unknown]>(this.onFault);
    this.byName.set(name, listeners);
    // `tell` gives a listener of a name that name's arguments only: ReadEvent pairs them.
    return listeners.add((args) => handler(...(args as EventArgs<N>)));
  }

  tell(event: Exclude<ReadEvent, { name: null }>): void {
    this.byName.get(event.name)?.tell(event.args);
  }
}
