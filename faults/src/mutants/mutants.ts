import { fileURLToPath } from 'node:url';

/** Bugs that can be put into the instances, to see the checker find them. */
export const MUTANTS = [
  'acknowledge-before-commit',
  'forgetful-dedupe',
  'no-sweep',
  'read-before-subscribe',
  'asynchronous-commit',
  'head-without-work',
] as const;
export type Mutant = (typeof MUTANTS)[number];

export function moduleOf(mutant: Mutant): string {
  return fileURLToPath(new URL(`./bugs/${mutant}.js`, import.meta.url));
}
