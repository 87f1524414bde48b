import type { Entry, Reference } from '../reading/entry.js';
import { Begin } from './Begin.js';
import { EntryPage } from './EntryPage.js';
import { Limits } from './Limits.js';
import { Refusals } from './Refusals.js';
import { ShapesPage } from './ShapesPage.js';

interface PageProps {
  route: string;
  entry: Entry | undefined;
  reference: Reference;
  onTry(entry: Entry): void;
}

/** Whatever the address names. */
export function Page({ route, entry, reference, onTry }: PageProps) {
  if (entry) return <EntryPage key={entry.id} entry={entry} reference={reference} onTry={onTry} />;
  switch (route) {
    case 'errors':
      return (
        <article className="entry">
          <header>
            <h2>Error codes</h2>
            <p className="lead">
              The same over HTTP and on sockets. Programs go by the code, people by the message.
            </p>
          </header>
          <Refusals codes={Object.keys(reference.errors)} errors={reference.errors} />
        </article>
      );
    case 'limits':
      return <Limits limits={reference.limits} />;
    case 'shapes':
      return <ShapesPage shapes={reference.shapes} />;
    default:
      return <Begin reference={reference} />;
  }
}
