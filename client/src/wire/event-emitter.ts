import type { EventArgs, EventName } from '@parley/protocol';
import { Listeners } from '../listeners.js';
import type { KnownEvent } from './read-event.js';

/** The listeners of each event, typed by the protocol's table. */
export class EventEmitter {
  private readonly byName = new Map<EventName, Listeners<[unknown]>>();

  constructor(private readonly onFault: (error: unknown) => void) {}

  on<N extends EventName>(name: N, handler: (...args: EventArgs<N>) => void): () => void {
    const listeners = this.byName.get(name) ?? new Listeners<[unknown]>(this.onFault);
    this.byName.set(name, listeners);
    // `emit` gives a listener of a name that name's arguments only: KnownEvent pairs them.
    return listeners.add((args) => handler(...(args as EventArgs<N>)));
  }

  emit(event: KnownEvent): void {
    this.byName.get(event.name)?.emit(event.args);
  }
}
