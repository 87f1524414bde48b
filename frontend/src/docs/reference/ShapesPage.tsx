import type { Shapes } from '../reading/schema.js';
import { boundWords, typeWords } from '../reading/schema.js';
import { SchemaTree } from './SchemaTree.js';
import { Inline } from './Words.js';

/** What has a name in the documents. */
export function ShapesPage({ shapes }: { shapes: Shapes }) {
  return (
    <article className="entry">
      <header>
        <h2>Shapes</h2>
        <p className="lead">What commands, events and routes are made of.</p>
      </header>
      {Object.entries(shapes).map(([name, shape]) => (
        <section key={name}>
          <h3>{name}</h3>
          {shape.description && (
            <p>
              <Inline text={shape.description} />
            </p>
          )}
          {shape.properties || shape.oneOf ? (
            <SchemaTree schema={shape} shapes={shapes} />
          ) : (
            <p className="bounds">{[typeWords(shape), ...boundWords(shape)].join(', ')}</p>
          )}
        </section>
      ))}
    </article>
  );
}
