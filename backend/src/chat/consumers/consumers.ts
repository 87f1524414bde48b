import { within } from '../../concurrency/within.js';
import type { RoomChanges } from '../changes/room-changes.js';
import type { Backlog } from '../stores/consumer-queue.js';
import type { ConsumerRunner } from './consumer-runner.js';

const STOPPED_WITHIN_MS = 3_000;

/** How far a consumer is behind, and whether this instance works for it. */
export interface ConsumerState extends Backlog {
  worksHere: boolean;
}

/** What an instance does behind the commit of changes. */
export class Consumers {
  constructor(private readonly runners: readonly ConsumerRunner[]) {}

  start(): void {
    for (const runner of this.runners) runner.start();
  }

  /** What a database that hangs keeps from ending is done once more by another instance. */
  async stop(): Promise<void> {
    await within(STOPPED_WITHIN_MS, Promise.all(this.runners.map((runner) => runner.end())));
  }

  note(changes: RoomChanges): void {
    for (const runner of this.runners) runner.note(changes);
  }

  /** By name, as it was told last: no store is asked. One that was never told of is left out. */
  states(): Record<string, ConsumerState> {
    return Object.fromEntries(
      this.runners.flatMap((runner) => {
        const { name, backlog, isHolder: worksHere } = runner;
        return backlog ? [[name, { worksHere, ...backlog }] as const] : [];
      }),
    );
  }
}
