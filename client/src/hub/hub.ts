import { Listeners } from '../listeners.js';
import type { Effect } from './effect.js';
import type { HubEvent } from './hub-event.js';
import type { HubState } from './hub-state.js';
import { update } from './update.js';

/**
 * Where everything meets: an event goes in, `update` makes the new state, and what is to be done is done, effect by
 * effect. What an effect brings about meanwhile changes the state at once, and its own effects come after those there are.
 */
export class Hub {
  private readonly due: Effect[] = [];
  private isRunning = false;
  private readonly changed: Listeners;

  constructor(
    private current: HubState,
    private readonly run: (effect: Effect) => void,
    private readonly onFault: (error: unknown) => void,
  ) {
    this.changed = new Listeners(onFault);
  }

  get state(): HubState {
    return this.current;
  }

  /** Calls back after every change of `state`. */
  subscribe = (listener: () => void): (() => void) => this.changed.add(listener);

  dispatch = (event: HubEvent): void => {
    const before = this.current;
    const { state, effects } = update(before, event);
    this.current = state;
    this.due.push(...effects);
    if (!this.isRunning) this.runAll();
    if (state !== before) this.changed.emit();
  };

  private runAll(): void {
    this.isRunning = true;
    for (let effect = this.due.shift(); effect; effect = this.due.shift()) {
      try {
        this.run(effect);
      } catch (error) {
        this.onFault(error);
      }
    }
    this.isRunning = false;
  }
}
