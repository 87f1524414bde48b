import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { inRoot } from './paths.js';
import { SERVER } from './server.js';

const [flag] = SERVER;

test.each(['package.json', 'backend/package.json', 'Dockerfile', 'bench/src/target/parley.ts'])(
  'an instance is given the same room for what is young by %s',
  (path) => {
    expect(readFileSync(inRoot(path), 'utf8').match(/--max-semi-space-size=\d+/g)).toEqual([flag]);
  },
);
