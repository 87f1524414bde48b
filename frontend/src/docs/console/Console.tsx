import { useState } from 'react';
import type { Entry } from '../reading/entry.js';
import { ConnectionBar } from './ConnectionBar.js';
import type { ConsoleState } from './console-state.js';
import { IdentityForm } from './IdentityForm.js';
import type { Identity } from './identity.js';
import { LogView } from './LogView.js';
import { SendForm } from './SendForm.js';

interface ConsoleProps {
  state: ConsoleState;
  entries: readonly Entry[];
  /** What the form is about. */
  chosen: Entry | undefined;
  onChoose(entry: Entry): void;
  /** A token that was pasted to read the documents; null: none. */
  pasted: string | null;
}

/** Speaks with the server this page came from. What is done here is really done. */
export function Console({ state, entries, chosen, onChoose, pasted }: ConsoleProps) {
  const [identity, setIdentity] = useState<Identity>(() => firstIdentity(state, pasted));
  const askable = entries.filter(({ side }) => side === 'ask');
  return (
    <section className="pane-console" aria-label="Console">
      <div className="console-forms">
        <IdentityForm
          session={state.session}
          identity={identity}
          onChange={(next) => {
            // A connection has one user for as long as it stands.
            state.disconnect();
            setIdentity(next);
          }}
        />
        <ConnectionBar state={state} identity={identity} />
        {chosen && (
          <SendForm state={state} entries={askable} chosen={chosen} onChoose={onChoose} identity={identity} />
        )}
      </div>
      <LogView log={state.log} />
    </section>
  );
}

function firstIdentity(state: ConsoleState, pasted: string | null): Identity {
  if (pasted !== null) return { kind: 'token', token: pasted };
  return state.session.state.state === 'signed_in' ? { kind: 'me' } : { kind: 'guest', name: 'Guest' };
}
