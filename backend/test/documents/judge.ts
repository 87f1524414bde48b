import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';

type Json = Record<string, unknown>;
const NAME = 'document';

/**
 * Judges what a server says by its own documents, more strictly than they ask of readers: a field they do not tell of
 * is a fault, so that nothing can be said that is not documented.
 */
export class Judge {
  private constructor(
    private readonly document: Json,
    private readonly ajv: Ajv2019 | Ajv2020,
  ) {
    ajv.addSchema(closed(document) as Json, NAME);
  }

  static ofOpenApi(document: object): Judge {
    return new Judge({ ...document }, new Ajv2020(LOOSE));
  }

  /** Ajv's 2019 reads draft 7's tuples, and knows how to close an object that is made of several. */
  static ofAsyncApi(document: object): Judge {
    return new Judge({ ...document }, new Ajv2019(LOOSE));
  }

  /** What is wrong with a value, by the schema at a JSON pointer. Nothing: an empty list. */
  faults(pointer: string, value: unknown): string[] {
    const validate = this.ajv.compile({ $ref: `${NAME}#${pointer}` });
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) =>
        `${pointer} ${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  }

  /** Where in the document there is something of this name, beside a schema. */
  pointers(name: string): string[] {
    return find(this.document, name, '').filter((pointer) => this.schemaBeside(pointer) !== null);
  }

  faultsOfExample(pointer: string): string[] {
    const told = this.at(pointer);
    const values = pointer.endsWith('/example') ? [told] : Object.values(told as Json).map(valueIn);
    return values.flatMap((value) => this.faults(this.schemaBeside(pointer) ?? pointer, value));
  }

  at(pointer: string): unknown {
    return pointer
      .split('/')
      .slice(1)
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
      .reduce<unknown>((place, step) => (place as Json | undefined)?.[step], this.document);
  }

  private schemaBeside(pointer: string): string | null {
    const around = pointer.slice(0, pointer.lastIndexOf('/'));
    const beside = ['schema', 'payload'].map((name) => `${around}/${name}`);
    return beside.find((place) => this.at(place) !== undefined) ?? null;
  }
}

const LOOSE = { strict: false, allErrors: true, validateSchema: false } as const;

/** `{ value }` of OpenAPI, `{ payload }` of AsyncAPI. */
function valueIn(example: unknown): unknown {
  const { value, payload } = example as { value?: unknown; payload?: unknown };
  return value ?? payload;
}

/** Every object of a known shape takes no further field. */
function closed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closed);
  if (typeof node !== 'object' || node === null) return node;
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, closed(value)]));
  const isShape = copy.type === 'object' && copy.properties && !('additionalProperties' in copy);
  return isShape ? { ...copy, unevaluatedProperties: false } : copy;
}

function find(node: unknown, name: string, path: string): string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => {
    const here = `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    return key === name ? [here] : find(value, name, here);
  });
}
