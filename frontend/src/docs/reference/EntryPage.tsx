import { Play } from 'lucide-react';
import { type Entry, type Reference, WAY_WORDS } from '../reading/entry.js';
import { boundWords, typeWords } from '../reading/schema.js';
import { Code } from './Code.js';
import { EntryTitle } from './EntryTitle.js';
import { Refusals } from './Refusals.js';
import { SchemaTree } from './SchemaTree.js';
import { snippetsFor } from './snippets.js';
import { Inline, Words } from './Words.js';

interface EntryPageProps {
  entry: Entry;
  reference: Reference;
  onTry(entry: Entry): void;
}

/** Everything about one thing that can be said or heard. */
export function EntryPage({ entry, reference, onTry }: EntryPageProps) {
  const { shapes } = reference;
  const example = entry.examples[0];
  return (
    <article className="entry">
      <header>
        <p className="quiet where">
          {WAY_WORDS[entry.way]} · {entry.section}
        </p>
        <h2>
          <EntryTitle entry={entry} />
        </h2>
        <p className="lead">
          <Inline text={entry.summary} />
        </p>
        {entry.more && <Words text={entry.more} />}
        {entry.side === 'ask' && (
          <button type="button" className="secondary" onClick={() => onTry(entry)}>
            <Play aria-hidden="true" /> Try it
          </button>
        )}
      </header>

      {entry.parameters.length > 0 && (
        <section>
          <h3>In the address</h3>
          <ul className="fields">
            {entry.parameters.map(({ name, place, required, schema }) => (
              <li key={name}>
                <div className="field-line">
                  <code className="field-name">{name}</code>
                  <span className="type">{typeWords(schema)}</span>
                  <span className="optional">
                    {place === 'path' ? 'path' : required ? 'query' : 'query, may be left out'}
                  </span>
                </div>
                {boundWords(schema).length > 0 && <p className="bounds">{boundWords(schema).join(', ')}</p>}
              </li>
            ))}
          </ul>
        </section>
      )}

      {entry.schema && (
        <section>
          <h3>
            {entry.side === 'hear' ? (entry.way === 'ws' ? 'The frame' : 'Its arguments') : 'What one sends'}
          </h3>
          <SchemaTree schema={entry.schema} shapes={shapes} />
          {entry.side === 'hear' && example !== undefined && (
            <Code title="Example" text={JSON.stringify(example, null, 2)} />
          )}
        </section>
      )}

      {entry.answers.map(({ label, means, schema, example: said }) => (
        <section key={label}>
          <h3>
            {entry.way === 'http' && 'Answer '}
            {label}
          </h3>
          <p>
            <Inline text={means} />
          </p>
          {schema && <SchemaTree schema={schema} shapes={shapes} />}
          {said !== undefined && <Code title={`Example of ${label}`} text={JSON.stringify(said, null, 2)} />}
        </section>
      ))}

      {entry.refusals.length > 0 && (
        <section>
          <h3>May be refused with</h3>
          <Refusals codes={entry.refusals} errors={reference.errors} />
        </section>
      )}

      <section>
        <h3>In a program</h3>
        {snippetsFor(entry, location.origin).map(({ title, text }) => (
          <Code key={title} title={title} text={text} />
        ))}
      </section>
    </article>
  );
}
