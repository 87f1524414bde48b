import { fileURLToPath } from 'node:url';

/** The repository's root, and an absolute path within it. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const inRoot = (/** @type {string} */ path) =>
  fileURLToPath(new URL(`../../${path}`, import.meta.url));
