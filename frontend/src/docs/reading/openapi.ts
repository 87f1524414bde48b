import type { Answer, Entry, ErrorMeaning } from './entry.js';
import type { Schema, Shapes } from './schema.js';

/** As much of an OpenAPI document as a Parley server writes. */
export interface OpenApi {
  info: { version: string; description: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Shapes };
  'x-errors': Record<string, ErrorMeaning>;
  'x-limits': Record<string, number>;
}

interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  security: unknown[];
  parameters?: { name: string; in: 'path' | 'query'; required: boolean; schema: Schema }[];
  requestBody?: { content: Content };
  responses: Record<string, { description: string; content?: Content }>;
  'x-refusals': string[];
}

type Content = Record<
  string,
  { schema: Schema; example?: unknown; examples?: Record<string, { value: unknown }> }
>;

export function readOpenApi({ paths }: OpenApi): Entry[] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => readRoute(method.toUpperCase(), path, operation)),
  );
}

function readRoute(method: string, path: string, operation: Operation): Entry {
  const body = operation.requestBody?.content['application/json'];
  return {
    id: `http/${operation.operationId}`,
    way: 'http',
    side: 'ask',
    section: operation.tags[0] ?? '',
    name: operation.operationId,
    method,
    path,
    summary: operation.summary,
    more: operation.description ?? '',
    needsToken: operation.security.length > 0,
    parameters: (operation.parameters ?? []).map(({ in: place, ...parameter }) => ({ ...parameter, place })),
    schema: body?.schema ?? null,
    examples: Object.values(body?.examples ?? {}).map(({ value }) => value),
    answers: readAnswers(operation.responses),
    refusals: operation['x-refusals'],
  };
}

/** Refusals stand among the responses, too; here they are told by their codes. */
function readAnswers(responses: Operation['responses']): Answer[] {
  return Object.entries(responses).flatMap(([status, { description, content = {} }]) => {
    const [[type, said] = []] = Object.entries(content);
    if (said?.schema.properties?.success?.const === false) return [];
    const label = type === undefined || type === 'application/json' ? status : `${status} ${type}`;
    return [{ label, means: description, schema: said?.schema ?? null, example: said?.example }];
  });
}
