import type { Figures } from '../measure/cell.js';
import type { Running, Target } from '../target/target.js';
import type { Stage } from './scenario.js';

/** Where a cell belongs. */
export interface Situation {
  scenario: string;
  variant: string;
  round: number;
}

/**
 * Starts a target's servers for some cells, and ends them and all connections after them. What fails is told in a cell of its
 * own: the others are none the worse for it.
 */
export async function withServers(
  { environment, load, keep }: Stage,
  target: Target,
  situation: Situation & { instances: number },
  measure: (running: Running) => Promise<void>,
): Promise<void> {
  let running: Running | null = null;
  try {
    running = await target.start(environment, situation);
    await measure(running);
  } catch (error) {
    // To end the run is to end the servers under it.
    if (environment.ended) throw error;
    const { scenario, variant, round } = situation;
    const doubt = error instanceof Error ? error.message : String(error);
    keep({
      ...{ scenario, variant, round, target: target.name, keeps: target.keeps },
      figures: {},
      checks: {},
      doubts: [doubt],
      notes: [],
    });
  } finally {
    await load.leave();
    await running?.stop();
  }
}

/** Those that are known. */
export function known(figures: { [N in keyof Figures]: number | null }): Figures {
  return Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== null));
}

/** Reasons, and how often each. */
export function why(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([reason, count]) => `${reason} (${count})`)
    .join(', ');
}
