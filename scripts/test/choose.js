import { basename } from 'node:path';

/** So many files of tests take a minute or two. */
const FEW = 30;
/** What changes the server is tried by a client over a real socket too: no import leads from there to it. */
const SERVER = /^(?:protocol|backend)\/src\//;
const SERVER_TEST = 'backend/test/realtime/messages.test.ts';
/** And what changes the page in a real browser. */
const PAGE = /^(?:protocol|client|frontend)\/(?:src|index\.html)/;
const PAGE_SPEC = 'frontend/e2e/chat.spec.ts';
/** They load everything for minutes, each by itself. */
const LONG = /^(?:faults|bench)\/test\/runs\//;

/**
 * Which tests to run for a change.
 *
 * @param {readonly string[]} changed paths from the root
 * @param {readonly string[]} related the files of tests that import what changed, over however many others
 * @param {(path: string) => string} read
 * @returns {{ files: string[]; specs: string[]; left: number }} `left`: related files that are not among them
 */
export function choose(changed, related, read) {
  const short = related.filter((path) => !LONG.test(path));
  const names = changed.map((path) => `/${basename(path).replace(/\.[jt]sx?$/, '')}.js'`);
  const near = (/** @type {string} */ path) =>
    changed.includes(path) || names.some((name) => read(path).includes(name));
  const chosen = short.length <= FEW ? short : short.filter(near).slice(0, FEW);
  const files = new Set(chosen);
  if (changed.some((path) => SERVER.test(path))) files.add(SERVER_TEST);
  const specs = new Set(changed.filter((path) => /^frontend\/e2e\/[^/]+\.spec\.ts$/.test(path)));
  if (changed.some((path) => PAGE.test(path))) specs.add(PAGE_SPEC);
  return { files: [...files], specs: [...specs], left: related.length - chosen.length };
}
