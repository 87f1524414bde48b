import { errors, LIMITS, type Route, type RouteAnswer, refusalsOf, routes } from '@parley/protocol';
import { Examples } from './examples.js';
import type { JsonSchema } from './json-schema.js';
import { byStatus, describeRefusals, ERROR_SHAPE, refusalSchema } from './refusals.js';
import { SchemaBook } from './schema-book.js';

const ABOUT = `Rooms, people and history of a Parley server, for programs. What is said live comes over sockets: see /api/asyncapi.json.

Each failure is \`{ success: false, error: { code, message, retry } }\` with the status of its code. Programs go by the
code; \`retry\` says whether the same request may succeed later.`;

/** The REST routes as OpenAPI 3.1, made of the protocol's table. */
export function openApi(version: string) {
  const book = new SchemaBook('draft-2020-12');
  const writer = new RouteWriter(book);
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [name, route] of Object.entries<Route>(routes)) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: writer.write(name, route) };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Parley over HTTP',
      version,
      description: ABOUT,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'This instance' }],
    tags: [...new Set(Object.values<Route>(routes).map(({ group }) => group))].map((name) => ({ name })),
    paths,
    components: {
      schemas: { Error: ERROR_SHAPE, ...book.components },
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
    'x-errors': errors,
    'x-limits': LIMITS,
  };
}

class RouteWriter {
  constructor(private readonly book: SchemaBook) {}

  write(name: string, route: Route) {
    const parameters = [...this.parameters('path', route.params), ...this.parameters('query', route.query)];
    return {
      operationId: name,
      tags: [route.group],
      summary: route.summary,
      ...(route.more ? { description: route.more } : {}),
      security: SECURITY[route.auth],
      ...(parameters.length > 0 ? { parameters } : {}),
      ...(route.body ? { requestBody: this.requestBody(route.body) } : {}),
      'x-refusals': refusalsOf(route),
      // A status that is an answer here is no failure: 503 of the readiness.
      responses: { ...this.refusals(route), ...this.answers(route) },
    };
  }

  private parameters(place: 'path' | 'query', schema: Route['query']) {
    if (!schema) return [];
    // What a query's text is read as says more than the text: a number, its bounds, its default.
    const { properties: read = {} } = this.book.write(schema, 'output');
    const { properties: given = {}, required = [] } = this.book.write(schema, 'input');
    return Object.keys(given).map((name) => ({
      name,
      in: place,
      required: place === 'path' || required.includes(name),
      // What it is read as may be nothing JSON Schema has words for.
      schema: Object.keys(read[name] ?? {}).length > 0 ? read[name] : given[name],
    }));
  }

  private requestBody(body: NonNullable<Route['body']>) {
    const schema = this.book.write(body, 'input');
    const ways = new Examples(this.book.components).of(schema, false);
    return { required: true, content: { 'application/json': { schema, examples: numbered(ways) } } };
  }

  private answers({ answers }: Route): Record<string, unknown> {
    const told = Object.entries<RouteAnswer>(answers).map(([status, { means, headers, ...said }]) => [
      status,
      { description: means, ...this.content(said), ...(headers ? { headers: describe(headers) } : {}) },
    ]);
    return Object.fromEntries(told);
  }

  private content({ body, type = 'application/json' }: Omit<RouteAnswer, 'means'>) {
    if (!body) return {};
    const schema = this.book.write(body, 'output');
    const [example] = new Examples(this.book.components).of(schema, true);
    return { content: { [type]: { schema, example } } };
  }

  private refusals(route: Route): Record<string, unknown> {
    const told = [...byStatus(refusalsOf(route))].map(([status, codes]) => {
      const schema: JsonSchema = {
        type: 'object',
        properties: { success: { type: 'boolean', const: false }, error: refusalSchema(codes) },
        required: ['success', 'error'],
      };
      const [example] = new Examples(this.book.components).of(schema, false);
      const content = { 'application/json': { schema, example } };
      return [status, { description: describeRefusals(codes), content, ...headersOf(status) }] as const;
    });
    const answers: Record<string, unknown> = Object.fromEntries(told);
    if (!route.body) return answers;
    return { ...answers, 413: { ...(answers[400] as object), description: 'The body is too large.' } };
  }
}

const SECURITY = {
  none: [],
  bearer: [{ bearer: [] }],
  either: [{ bearer: [] }, {}],
  documents: [{ bearer: [] }, {}],
} as const;

function headersOf(status: number) {
  if (status === 401) {
    return { headers: { 'WWW-Authenticate': { schema: { type: 'string', const: 'Bearer' } } } };
  }
  if (status !== 429) return {};
  const description = 'Seconds to wait.';
  return { headers: { 'Retry-After': { description, schema: { type: 'integer', minimum: 1 } } } };
}

function describe(headers: Readonly<Record<string, string>>) {
  const told = Object.entries(headers).map(([name, description]) => [
    name,
    { description, schema: { type: 'string' } },
  ]);
  return Object.fromEntries(told);
}

function numbered(values: readonly unknown[]): Record<string, { value: unknown }> {
  return Object.fromEntries(values.map((value, i) => [`example ${i + 1}`.replace(' ', '-'), { value }]));
}
