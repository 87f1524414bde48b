import {
  boundWords,
  longListOf,
  nameOf,
  type Schema,
  type Shapes,
  typeWords,
  waysOf,
} from '../reading/schema.js';
import { Inline } from './Words.js';

interface TreeProps {
  schema: Schema;
  shapes: Shapes;
}

/** A shape as a list of its fields. What is inside of a field unfolds below it; a choice is told way by way. */
export function SchemaTree({ schema, shapes }: TreeProps) {
  const whole = resolve(schema, shapes);
  const ways = waysOf(whole);
  if (ways.length === 1) return <Fields schema={whole} shapes={shapes} />;
  return (
    <ol className="ways-of-shape">
      {ways.map((way) => (
        <li key={JSON.stringify(way)}>
          <Fields schema={resolve(way, shapes)} shapes={shapes} />
        </li>
      ))}
    </ol>
  );
}

function Fields({ schema, shapes }: TreeProps) {
  const fields = fieldsOf(schema);
  if (fields.length === 0) return <p className="type">{typeWords(schema)}</p>;
  return (
    <ul className="fields">
      {fields.map(({ name, field, optional }) => (
        <li key={name}>
          <Field name={name} field={field} optional={optional} shapes={shapes} />
        </li>
      ))}
    </ul>
  );
}

interface FieldProps {
  name: string;
  field: Schema;
  optional: boolean;
  shapes: Shapes;
}

function Field({ name, field, optional, shapes }: FieldProps) {
  const inside = insideOf(field, shapes);
  const words = field.description ?? '';
  const list = longListOf(field);
  return (
    <>
      <div className="field-line">
        <code className="field-name">{name}</code>
        <span className="type">{typeWords(field)}</span>
        {optional && <span className="optional">may be left out</span>}
      </div>
      {boundWords(field).length > 0 && <p className="bounds">{boundWords(field).join(', ')}</p>}
      {words && (
        <p className="field-words">
          <Inline text={words} />
        </p>
      )}
      {list && (
        <details>
          <summary>Which</summary>
          <p className="bounds">{list.join(', ')}</p>
        </details>
      )}
      {inside && (
        <details open={nameOf(inside) === null}>
          <summary>{nameOf(inside) ?? 'its fields'}</summary>
          <SchemaTree schema={inside} shapes={shapes} />
        </details>
      )}
    </>
  );
}

function resolve(schema: Schema, shapes: Shapes): Schema {
  const name = nameOf(schema);
  return name === null ? schema : (shapes[name] ?? {});
}

/** The places of a tuple are fields, too: by their titles. */
function fieldsOf({ properties = {}, required = [], items, prefixItems }: Schema) {
  const places = prefixItems ?? (Array.isArray(items) ? items : []);
  return [
    ...places.map((field, i) => ({ name: field.title ?? `${i + 1}`, field, optional: false })),
    ...Object.entries(properties).map(([name, field]) => ({
      name,
      field,
      optional: !required.includes(name),
    })),
  ];
}

/** What unfolds below a field: the shape of it, of a list's entries, or of a record's values. */
function insideOf(field: Schema, shapes: Shapes): Schema | null {
  const { items, additionalProperties, anyOf } = field;
  const candidates = [
    field,
    ...(anyOf ?? []),
    ...(items && !Array.isArray(items) ? [items] : []),
    ...(typeof additionalProperties === 'object' ? [additionalProperties] : []),
  ];
  return (
    candidates.find((candidate) => waysOf(resolve(candidate, shapes)).some((way) => way.properties)) ?? null
  );
}
