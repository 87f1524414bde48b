import { fileURLToPath } from 'node:url';

/** Bugs that can be planted into the instances, to see the checker find them. */
export const PLANTS = [
  'acknowledge-before-commit',
  'forgetful-dedupe',
  'no-sweep',
  'read-before-subscribe',
  'asynchronous-commit',
] as const;
export type Plant = (typeof PLANTS)[number];

export function moduleOf(plant: Plant): string {
  return fileURLToPath(new URL(`./bugs/${plant}.js`, import.meta.url));
}
