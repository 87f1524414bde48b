import * as z from 'zod/mini';
import type { JsonSchema } from './json-schema.js';
import { namedShapes } from './named-shapes.js';

export type Direction = 'input' | 'output';

const names = z.registry<{ id: string }>();
for (const [id, { schema }] of Object.entries(namedShapes)) names.add(schema, { id });

const WHERE = '#/components/schemas/';

/** As zod gives it: with the named ones aside, under the word each draft has for that. */
interface Converted extends JsonSchema {
  $schema?: string;
  $defs?: Record<string, JsonSchema>;
  definitions?: Record<string, JsonSchema>;
}

/** Turns the protocol's schemas into JSON Schema, and keeps those that have a name for the document's components. */
export class SchemaBook {
  readonly components: Record<string, JsonSchema> = {};

  constructor(private readonly target: 'draft-7' | 'draft-2020-12') {}

  /**
   * `input`: what a client sends, before any transformation. `output`: what a server says; objects are open there,
   * because a newer server may say more.
   */
  write(schema: z.ZodMiniType, direction: Direction): JsonSchema {
    const { $defs, definitions, $schema: _, ...written } = this.convert(schema, direction);
    for (const [id, definition] of Object.entries({ ...$defs, ...definitions })) this.keep(id, definition);
    const id = names.get(schema)?.id;
    if (id === undefined) return written;
    if (!(id in this.components)) this.keep(id, written);
    return { $ref: `${WHERE}${id}` };
  }

  private convert(schema: z.ZodMiniType, direction: Direction): Converted {
    const made = z.toJSONSchema(schema, {
      target: this.target,
      io: direction,
      metadata: names,
      unrepresentable: 'any',
      override: ({ zodSchema, jsonSchema }) => {
        const { def } = zodSchema._zod;
        if (def.type === 'object' && !('catchall' in def && def.catchall))
          delete jsonSchema.additionalProperties;
        // What every number of JavaScript is anyway.
        if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
        if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      },
    });
    return JSON.parse(JSON.stringify(made).replaceAll('#/$defs/', WHERE).replaceAll('#/definitions/', WHERE));
  }

  private keep(id: string, { ...definition }: JsonSchema): void {
    const shape = namedShapes[id];
    if (!shape) throw new Error(`A schema without words: ${id}`);
    this.components[id] = { ...definition, description: shape.means };
    const properties = { ...definition.properties };
    for (const [field, words] of Object.entries(shape.fields ?? {})) {
      const property = properties[field];
      if (!property) throw new Error(`${id} has no field ${field} to describe.`);
      properties[field] = { ...property, description: words };
    }
    if (definition.properties) this.components[id].properties = properties;
  }
}
