import { refuse } from './refusal.js';

/** How often rights are judged again when they change in the very moment of being used. */
const ATTEMPTS = 5;

/**
 * Does what is judged by facts that were read before: where the store finds under its lock that they do not hold any more,
 * it does nothing and answers `stale`, and all is done again. Refuses with `overloaded` when they never hold.
 */
export async function judgeAgain<T>(attempt: () => Promise<T | 'stale'>): Promise<T> {
  for (let attempts = 0; attempts < ATTEMPTS; attempts++) {
    const done = await attempt();
    if (done !== 'stale') return done;
  }
  return refuse('overloaded');
}
