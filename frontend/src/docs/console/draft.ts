import type { Entry } from '../reading/entry.js';

/** What one is about to send. */
export interface Draft {
  /** By name, as they stand in the fields. */
  readonly parameters: Readonly<Record<string, string>>;
  /** JSON, or nothing. */
  readonly body: string;
}

/** To begin with: the first example. */
export function draftOf({ parameters, examples }: Entry): Draft {
  const inPath = parameters.filter(({ place, name }) => place === 'path' && name === 'roomId');
  return {
    parameters: Object.fromEntries(inPath.map(({ name }) => [name, 'general'])),
    body: examples.length > 0 ? JSON.stringify(examples[0], null, 2) : '',
  };
}

/** The path of a route with its parts filled in, and what was given of its query. */
export function pathOf({ path = '', parameters }: Entry, draft: Draft): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(draft.parameters[name] ?? ''),
  );
  const query = parameters.flatMap(({ name, place }) => {
    const value = draft.parameters[name] ?? '';
    return place === 'query' && value !== '' ? [[name, value]] : [];
  });
  return query.length > 0 ? `${filled}?${new URLSearchParams(query)}` : filled;
}

export function readBody(text: string): { value: unknown; problem: null } | { problem: string } {
  if (text.trim() === '') return { value: undefined, problem: null };
  try {
    return { value: JSON.parse(text), problem: null };
  } catch (error) {
    return { problem: error instanceof Error ? `This is not JSON: ${error.message}` : 'This is not JSON.' };
  }
}
