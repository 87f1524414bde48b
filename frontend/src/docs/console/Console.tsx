import { useState } from 'react';
import type { Entry } from '../reading/entry.js';
import type { Desk } from './desk.js';
import { LineBar } from './LineBar.js';
import { LogView } from './LogView.js';
import { SendForm } from './SendForm.js';
import { WhoForm } from './WhoForm.js';
import type { Who } from './who.js';

interface ConsoleProps {
  desk: Desk;
  entries: readonly Entry[];
  /** What the form is about. */
  chosen: Entry | undefined;
  onChoose(entry: Entry): void;
  /** A token that was pasted to read the documents; null: none. */
  pasted: string | null;
}

/** Speaks with the server this page came from. What is done here is really done. */
export function Console({ desk, entries, chosen, onChoose, pasted }: ConsoleProps) {
  const [who, setWho] = useState<Who>(() => firstWho(desk, pasted));
  const askable = entries.filter(({ side }) => side === 'ask');
  return (
    <section className="pane-console" aria-label="Console">
      <div className="console-forms">
        <WhoForm
          session={desk.session}
          who={who}
          onChange={(next) => {
            // A connection is somebody's, for as long as it stands.
            desk.disconnect();
            setWho(next);
          }}
        />
        <LineBar desk={desk} who={who} />
        {chosen && <SendForm desk={desk} entries={askable} chosen={chosen} onChoose={onChoose} who={who} />}
      </div>
      <LogView log={desk.log} />
    </section>
  );
}

function firstWho(desk: Desk, pasted: string | null): Who {
  if (pasted !== null) return { kind: 'token', token: pasted };
  return desk.session.state.state === 'signed_in' ? { kind: 'me' } : { kind: 'guest', name: 'Guest' };
}
