import type { Session } from '@parley/client';
import { useEffect, useState } from 'react';
import { explain } from '../lib/requests/explain.js';
import { Form } from '../ui/form/Form.js';
import { PasswordField } from '../ui/form/PasswordField.js';
import { DocsPage } from './DocsPage.js';
import type { Reference } from './reading/entry.js';
import { loadReference, TokenWanted } from './reading/load.js';

type Loading =
  | { state: 'loading' }
  | { state: 'there'; reference: Reference; token: string | null }
  | { state: 'locked'; problem: string | null }
  | { state: 'failed'; problem: string };

/** Fetches the documents: as the user who is signed in in this browser, without a user, or with a token that is pasted. */
export function DocsSignIn({ session }: { session: Session }) {
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
      return <TokenForm problem={loading.problem} onToken={load} />;
    case 'failed':
      return (
        <main className="docs-sign-in">
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

function TokenForm({ problem, onToken }: { problem: string | null; onToken(token: string): void }) {
  const [token, setToken] = useState('');
  return (
    <main className="docs-sign-in">
      <h1>
        <img src="/icon.svg" alt="" width="32" height="32" /> Parley for programs
      </h1>
      <p>
        What this server can do it tells to its own people. <a href="/">Sign in</a> and come back, or paste an
        access token.
      </p>
      <Form onSubmit={() => onToken(token.trim())}>
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
      </Form>
    </main>
  );
}
