/**
 * The folder of this package, whether the program runs from its sources, compiled or bundled. A bundle is flat: what knows
 * its own place otherwise stands in this folder too.
 */
export const BACKEND_ROOT = new URL('../', import.meta.url);
