import './require-node.js';
import * as nodeModule from 'node:module';
import { fileURLToPath } from 'node:url';
import { BACKEND_ROOT } from './backend-root.js';

/** Of Node 22 and later: it keeps what it compiled for the next start. Where it cannot write there, it goes without. */
const cache = nodeModule as { enableCompileCache?(folder: string): unknown; flushCompileCache?(): void };
cache.enableCompileCache?.(fileURLToPath(new URL('bundle/.compiled', BACKEND_ROOT)));

// Not among the imports: an older Node cannot even link what stands there, and would say so in its own words.
await import('./serve.js');

// Now, as a process that is killed keeps nothing.
cache.flushCompileCache?.();
