import type { Session } from '@parley/client';
import { type FormEvent, useEffect, useState } from 'react';
import { explain } from '../explain.js';
import { PasswordField } from '../ui/PasswordField.js';
import { DocsPage } from './DocsPage.js';
import type { Reference } from './reading/entry.js';
import { loadReference, TokenWanted } from './reading/load.js';

type Loading =
  | { state: 'loading' }
  | { state: 'there'; reference: Reference; token: string | null }
  | { state: 'locked'; problem: string | null }
  | { state: 'failed'; problem: string };

/** Fetches the documents: as whoever is signed in in this browser, as nobody, or with a token one pastes. */
export function Door({ session }: { session: Session }) {
  const [loading, setLoading] = useState<Loading>({ state: 'loading' });

  const load = async (pasted: string | null) => {
    try {
      const token = pasted ?? (await tokenOf(session));
      setLoading({ state: 'there', reference: await loadReference(token), token: pasted });
    } catch (error) {
      if (error instanceof TokenWanted)
        setLoading({
          state: 'locked',
          problem: pasted === null ? null : 'The server does not take that token.',
        });
      else setLoading({ state: 'failed', problem: explain(error) });
    }
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, for the one session there is
  useEffect(() => void load(null), [session]);

  switch (loading.state) {
    case 'loading':
      return <p className="docs-wait quiet">Fetching the documents …</p>;
    case 'there':
      return <DocsPage reference={loading.reference} session={session} token={loading.token} />;
    case 'locked':
      return <Locked problem={loading.problem} onToken={load} />;
    case 'failed':
      return (
        <main className="docs-door">
          <h1>Parley for programs</h1>
          <p role="alert">{loading.problem}</p>
          <button type="button" className="primary" onClick={() => void load(null)}>
            Try again
          </button>
        </main>
      );
  }
}

/** A token where there is a session that can be renewed; a session that has ended is none. */
async function tokenOf(session: Session): Promise<string | null> {
  if (session.state.state !== 'signed_in') return null;
  return session.accessToken().catch(() => null);
}

function Locked({ problem, onToken }: { problem: string | null; onToken(token: string): void }) {
  const [token, setToken] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onToken(token.trim());
  };
  return (
    <main className="docs-door">
      <h1>
        <img src="/icon.svg" alt="" width="32" height="32" /> Parley for programs
      </h1>
      <p>
        What this server can do it tells to its own people. <a href="/">Sign in</a> and come back, or paste an
        access token.
      </p>
      <form onSubmit={submit}>
        <PasswordField
          label="Access token"
          name="token"
          autoComplete="off"
          required
          problem={problem}
          value={token}
          onChange={(event) => setToken(event.target.value)}
        />
        <button type="submit" className="primary">
          Read the documents
        </button>
      </form>
    </main>
  );
}
