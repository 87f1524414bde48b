import { useEffect, useRef, useState } from 'react';
import { Field } from '../ui/form/Field.js';
import { ignoringComposition } from '../ui/ignoring-composition.js';
import { type Entry, type Reference, WAY_WORDS } from './reading/entry.js';
import { EntryTitle } from './reference/EntryTitle.js';

interface ContentsProps {
  reference: Reference;
  route: string;
  onChoose(): void;
}

const PAGES = [
  ['', 'Begin here'],
  ['errors', 'Error codes'],
  ['limits', 'Limits'],
  ['shapes', 'Shapes'],
] as const;

/** All there is, in sections; a few letters make it short. The key `/` leads to them. */
export function Contents({ reference, route, onChoose }: ContentsProps) {
  const [query, setQuery] = useState('');
  const pane = useRef<HTMLElement>(null);
  useSlash(pane);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another place has another row
  useEffect(() => {
    pane.current?.querySelector('[aria-current="page"]')?.scrollIntoView({ block: 'nearest' });
  }, [route]);
  const found = reference.entries.filter((entry) => matches(entry, query));
  return (
    <nav ref={pane} className="pane-contents" aria-label="Contents">
      <Field
        label="Search"
        type="search"
        placeholder="Name, path or words"
        value={query}
        end={<kbd className="in-field wide-only">/</kbd>}
        onChange={(event) => setQuery(event.target.value)}
      />
      <p className="unseen" role="status">
        {query && `${found.length} found`}
      </p>
      {!query && (
        <ul>
          {PAGES.map(([path, words]) => (
            <li key={path}>
              <a
                href={`#/${path}`}
                className="row"
                aria-current={route === path ? 'page' : undefined}
                onClick={onChoose}
              >
                {words}
              </a>
            </li>
          ))}
        </ul>
      )}
      {query && found.length === 0 && <p className="quiet none">Nothing of that name.</p>}
      {inSections(found).map(([heading, entries]) => (
        <section key={heading} aria-label={heading}>
          <h2>{heading}</h2>
          <ul>
            {entries.map((entry) => (
              <li key={entry.id}>
                <a
                  href={`#/${entry.id}`}
                  className="row"
                  aria-current={route === entry.id ? 'page' : undefined}
                  onClick={onChoose}
                >
                  <EntryTitle entry={entry} />
                </a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}

function matches({ name, path = '', method = '', summary, section }: Entry, query: string): boolean {
  const text = `${method} ${path} ${name} ${section} ${summary}`.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function inSections(entries: readonly Entry[]): [string, Entry[]][] {
  const sections = new Map<string, Entry[]>();
  for (const entry of entries) {
    const heading = entry.way === 'http' ? `${WAY_WORDS.http}: ${entry.section}` : entry.section;
    sections.set(heading, [...(sections.get(heading) ?? []), entry]);
  }
  return [...sections];
}

/** `/` anywhere but in a field leads to the search. */
function useSlash(pane: React.RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const onKey = ignoringComposition((event: KeyboardEvent) => {
      const { target } = event;
      const writing = target instanceof HTMLElement && target.matches('input, textarea, select');
      if (event.key !== '/' || writing || event.ctrlKey || event.metaKey || event.altKey) return;
      const search = pane.current?.querySelector('input');
      if (!search?.checkVisibility()) return;
      event.preventDefault();
      search.focus();
    });
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [pane]);
}
