import type { Session } from '@parley/client';
import { useState } from 'react';
import { Field } from '../../ui/Field.js';
import { Problem } from '../../ui/Problem.js';
import { useAction } from '../../use-action.js';
import { WAYS, type Way } from './ways.js';

/** The first page: log in, register, or come as a guest. */
export default function SignIn({ session, endedBy }: { session: Session; endedBy: string | null }) {
  const [way, setWay] = useState<Way>('logIn');
  const { button, hint, password } = WAYS[way];
  const signIn = useAction(async (form: FormData) => {
    await WAYS[way].enter(session, String(form.get('username')), String(form.get('password')));
  });

  return (
    <main className="sign-in">
      <div className="card">
        <h1>
          <img src="/icon.svg" alt="" width="40" height="40" /> Parley
        </h1>
        {endedBy !== null && <p role="status">Your session has ended. Sign in again to go on.</p>}
        <div className="ways" role="tablist" aria-label="How to sign in">
          {(Object.keys(WAYS) as Way[]).map((name) => (
            <button
              key={name}
              type="button"
              role="tab"
              aria-selected={way === name}
              onClick={() => setWay(name)}
            >
              {WAYS[name].tab}
            </button>
          ))}
        </div>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void signIn.run(new FormData(event.currentTarget));
          }}
        >
          <Field
            label="Name"
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            maxLength={50}
            required
            hint={hint.name}
          />
          {password && (
            <Field
              label="Password"
              name="password"
              type="password"
              autoComplete={password}
              minLength={password === 'new-password' ? 8 : 1}
              maxLength={256}
              required
              hint={hint.password}
            />
          )}
          <Problem text={signIn.problem} />
          <button type="submit" className="primary" disabled={signIn.busy}>
            {button}
          </button>
        </form>
      </div>
    </main>
  );
}
