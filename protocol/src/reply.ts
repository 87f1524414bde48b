import type { WireError } from './errors.js';

/** The one answer to a command. */
export type Reply<T> = { ok: true; data: T } | { ok: false; error: WireError };
