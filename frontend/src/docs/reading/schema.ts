/** As much of JSON Schema as the documents of a Parley server hold. */
export interface Schema {
  $ref?: string;
  title?: string;
  type?: string | string[];
  description?: string;
  const?: unknown;
  enum?: unknown[];
  default?: unknown;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema | Schema[] | false;
  prefixItems?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
}

/** Those a document names. */
export type Shapes = Readonly<Record<string, Schema>>;

/** The name of the shape a schema refers to; null when it is written out. */
export function nameOf({ $ref, allOf }: Schema): string | null {
  const named = $ref ?? (allOf?.length === 1 ? allOf[0]?.$ref : undefined);
  return named?.split('/').at(-1) ?? null;
}

/** The ways a value may look: one, but for a choice. */
export function waysOf(schema: Schema): Schema[] {
  return schema.oneOf ?? schema.anyOf ?? [schema];
}

/** A longer list of words is not told in a line. */
const LISTED = 6;

/** A type in a few words: `text`, `list of Message`, `"public"`. */
export function typeWords(schema: Schema): string {
  const name = nameOf(schema);
  if (name) return name;
  if ('const' in schema) return JSON.stringify(schema.const);
  if (schema.enum && schema.enum.length > LISTED) return `one of ${schema.enum.length} words`;
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' or ');
  const ways = schema.oneOf ?? schema.anyOf;
  if (ways) return [...new Set(ways.map(typeWords))].join(' or ');
  if (schema.type === 'array') {
    const { items } = schema;
    return items && !Array.isArray(items) ? `list of ${typeWords(items)}` : 'list';
  }
  if (typeof schema.additionalProperties === 'object')
    return `${typeWords(schema.additionalProperties)} by key`;
  return [schema.type ?? 'anything']
    .flat()
    .map((type) => PLAIN[type] ?? type)
    .join(' or ');
}

const PLAIN: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  boolean: 'true or false',
};

/** The words of a list that is too long for a line; null where it is not. */
export function longListOf({ enum: words = [] }: Schema): string[] | null {
  return words.length > LISTED ? words.map(String) : null;
}

/** What the type does not say: bounds, patterns, what it is otherwise. */
export function boundWords(schema: Schema): string[] {
  const { minLength, maxLength, minimum, maximum, minItems, maxItems, pattern } = schema;
  return [
    range(minLength, maxLength, 'characters'),
    range(minimum, maximum, ''),
    range(minItems, maxItems, 'entries'),
    pattern && `matches ${pattern}`,
    schema.default !== undefined && `${JSON.stringify(schema.default)} unless given`,
  ].filter((words) => typeof words === 'string' && words !== '') as string[];
}

function range(least: number | undefined, most: number | undefined, unit: string): string {
  const words =
    least !== undefined && most !== undefined
      ? least === most
        ? `${least}`
        : `${least} to ${most}`
      : most !== undefined
        ? `at most ${most}`
        : least !== undefined
          ? `${least} or more`
          : '';
  return words && unit ? `${words} ${unit}` : words;
}
