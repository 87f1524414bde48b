import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DataSource } from 'typeorm';
import { readFunctions, type SqlFunction } from '../../src/adapters/postgres/functions/read-functions.js';

/** Where the functions live. */
export const FUNCTIONS = new URL('../../src/adapters/postgres/functions/', import.meta.url);

/** The functions of another version: those of this one, but for some files, which have another text or (null) are not there. */
export async function functionsBut(files: Record<string, string | null>): Promise<SqlFunction[]> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-functions-'));
  try {
    await cp(FUNCTIONS, folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) {
      const file = join(folder, `${name}.sql`);
      await (text === null ? rm(file) : writeFile(file, text));
    }
    return readFunctions(pathToFileURL(`${folder}/`));
  } finally {
    await rm(folder, { recursive: true });
  }
}

export function textOf(name: string): string {
  const found = readFunctions().find((each) => each.name === name);
  if (!found) throw new Error(`There is no ${name}.sql.`);
  return found.text;
}

/** All functions and views of the database, as PostgreSQL prints them, by name and parameters. */
export async function definitions(source: DataSource): Promise<Record<string, string>> {
  const rows: { name: string; definition: string }[] = await source.query(`
    SELECT oid::regprocedure::text AS name, pg_get_functiondef(oid) AS definition
    FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL
    SELECT oid::regclass::text, pg_get_viewdef(oid)
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'v'
    ORDER BY name`);
  return Object.fromEntries(rows.map(({ name, definition }) => [name, definition]));
}
