import type { Session } from '@parley/client';
import { useMemo, useRef, useState } from 'react';
import { Contents } from './Contents.js';
import { Console } from './console/Console.js';
import { ConsoleState } from './console/console-state.js';
import type { Entry, Reference } from './reading/entry.js';
import { Page } from './reference/Page.js';
import { TopBar } from './TopBar.js';
import { useRoute } from './use-route.js';

const PANES = { contents: 'Contents', reference: 'Reference', console: 'Console' } as const;
type Pane = keyof typeof PANES;

interface DocsPageProps {
  reference: Reference;
  session: Session;
  /** One that was pasted to read the documents; null: none was needed. */
  token: string | null;
}

/** Contents, one page of the reference, and the console beside it; one or two of them at a time where it is narrow. */
export function DocsPage({ reference, session, token }: DocsPageProps) {
  const route = useRoute();
  const [pane, setPane] = useState<Pane>('reference');
  const [chosen, setChosen] = useState(() => firstEntry(reference));
  const [consoleState] = useState(() => new ConsoleState(session));
  const shown = useRef<HTMLElement>(null);
  const entry = useMemo(() => reference.entries.find(({ id }) => id === route), [reference, route]);

  return (
    <div className="docs" data-pane={pane}>
      <TopBar version={reference.version} />
      <nav className="panes" aria-label="Parts of this page">
        {(Object.keys(PANES) as Pane[]).map((name) => (
          <button key={name} type="button" aria-pressed={pane === name} onClick={() => setPane(name)}>
            {PANES[name]}
          </button>
        ))}
      </nav>
      <Contents
        reference={reference}
        route={route}
        onChoose={() => {
          setPane('reference');
          shown.current?.scrollTo(0, 0);
        }}
      />
      <main>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be scrolled by keys, too */}
        <section ref={shown} className="pane-reference" aria-label="Reference" tabIndex={0}>
          <Page
            route={route}
            entry={entry}
            reference={reference}
            onTry={(tried) => {
              setChosen(tried);
              setPane('console');
            }}
          />
        </section>
        <Console
          state={consoleState}
          entries={reference.entries}
          chosen={chosen}
          onChoose={setChosen}
          pasted={token}
        />
      </main>
    </div>
  );
}

/** What the console offers to begin with. */
function firstEntry({ entries }: Reference): Entry | undefined {
  return entries.find(({ id }) => id === 'socketio/join_room') ?? entries.find(({ side }) => side === 'ask');
}
