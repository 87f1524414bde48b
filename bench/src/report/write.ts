import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Cell } from '../measure/cell.js';
import type { Options } from '../options.js';
import { chart } from './chart.js';
import type { Machine } from './machine.js';
import { tables } from './tables.js';

export interface Result {
  machine: Machine;
  options: Options;
  at: Date;
  cells: Cell[];
}

/** Writes the result as JSON, as a page and as a picture; answers the page. */
export async function write(result: Result): Promise<string> {
  const { out } = result.options;
  const page = tables(result);
  await mkdir(dirname(out), { recursive: true });
  await writeFile(`${out}.json`, JSON.stringify(result, null, 2));
  await writeFile(`${out}.md`, page);
  await writeFile(`${out}.svg`, chart(result));
  return `${page}\nWritten: ${out}.json, ${out}.md, ${out}.svg`;
}
