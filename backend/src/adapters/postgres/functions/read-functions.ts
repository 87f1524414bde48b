import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { BACKEND_ROOT } from '../../../backend-root.js';

/** A function or a view of the database. Its file in this folder bears its name and is its only home. */
export interface SqlFunction {
  name: string;
  text: string;
  /** SHA-256 of the text and of what it needs: where one of those changes, it is made anew with it. */
  checksum: string;
  /** What may stay when the rest changes: a function's name, parameters and rows. Of a view nothing may. */
  signature: string;
}

/** Among the sources, for the built program too: so no build can forget to copy them. */
const FOLDER = new URL('src/adapters/postgres/functions/', BACKEND_ROOT);

/**
 * The functions of a folder, each behind those it needs. A file names those in its first line (`-- Needs: a, b`).
 *
 * @throws where a file needs what is not there, or itself, or defines something else than its name says
 */
export function readFunctions(folder: URL = FOLDER): SqlFunction[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.sql'));
  const texts = new Map(
    files.sort().map((file) => [file.slice(0, -'.sql'.length), readText(new URL(file, folder))]),
  );
  const ordered = new Map<string, SqlFunction>();
  const add = (name: string, path: readonly string[]): SqlFunction => {
    if (path.includes(name)) throw new Error(`${[...path, name].join('.sql needs ')}.sql: that is a circle.`);
    const text = texts.get(name);
    if (text === undefined) throw new Error(`${path.at(-1)}.sql needs ${name}, and there is no ${name}.sql.`);
    const needs = needsOf(text).map((needed) => add(needed, [...path, name]));
    const made = ordered.get(name) ?? define(name, text, needs);
    ordered.set(name, made);
    return made;
  };
  for (const name of texts.keys()) add(name, []);
  return [...ordered.values()];
}

export function needsOf(text: string): string[] {
  return /^-- Needs: (.*)/.exec(text)?.[1]?.split(', ') ?? [];
}

function define(name: string, text: string, needs: readonly SqlFunction[]): SqlFunction {
  const defined = [...text.matchAll(/^CREATE OR REPLACE (FUNCTION|VIEW) (\w+)/gm)];
  const [head] = defined;
  if (!head || defined.length > 1 || head[2] !== name) {
    throw new Error(`${name}.sql must define ${name}, and nothing else: CREATE OR REPLACE FUNCTION or VIEW.`);
  }
  const hash = createHash('sha256').update(text);
  for (const needed of needs) hash.update(needed.checksum);
  const checksum = hash.digest('hex');
  const signature = head[1] === 'VIEW' ? checksum : signatureOf(text.slice(head.index));
  return { name, text, checksum, signature };
}

function signatureOf(definition: string): string {
  const [signature = ''] = definition.split(/\s+LANGUAGE\s/, 1);
  return signature.replaceAll(/\s+/g, ' ');
}

/** A checkout on Windows may have changed the ends of the lines. */
function readText(file: URL): string {
  return readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
}
