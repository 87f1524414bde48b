import { inRoot } from './paths.js';

/**
 * What Node is given to run an instance. A message lives for as long as its COMMIT takes, and thousands do at a time: with
 * more room for what is young they die there, instead of being kept, moved and searched for (decision record 22).
 */
export const SERVER = ['--max-semi-space-size=32', inRoot('backend/bundle/main.js')];
