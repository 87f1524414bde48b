import './require-node.js';

// Not among the imports: an older Node cannot even link what stands there, and would say so in its own words.
await import('./admin-errands.js');
