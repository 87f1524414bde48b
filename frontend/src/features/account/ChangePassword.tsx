import { type ParleyClient, ParleyError } from '@parley/client';
import { useEffect, useRef, useState } from 'react';
import { explain } from '../../lib/requests/explain.js';
import { useAction } from '../../lib/requests/use-action.js';
import { waitText } from '../../lib/requests/wait-text.js';
import { Form } from '../../ui/form/Form.js';
import { PasswordField } from '../../ui/form/PasswordField.js';
import { Problem } from '../../ui/Problem.js';

/** Why it did not work, and at which field to say it; `form`: at none. */
interface Fault {
  at: 'old' | 'new' | 'form';
  text: string;
}

interface ChangePasswordProps {
  client: ParleyClient;
  open: boolean;
  onOpen(open: boolean): void;
  onChanged(): void;
}

/** Folded away until it is wanted. */
export function ChangePassword({ client, open, onOpen, onChanged }: ChangePasswordProps) {
  const [fault, setFault] = useState<Fault | null>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(open);
  useEffect(() => {
    // The form takes the focus with it when it goes.
    if (wasOpen.current && !open) opener.current?.focus();
    wasOpen.current = open;
  }, [open]);
  const change = useAction(async (form: FormData) => {
    setFault(null);
    try {
      await client.rest.changePassword(String(form.get('old')), String(form.get('new')));
      onOpen(false);
      onChanged();
    } catch (error) {
      setFault(faultOf(error));
    }
  });
  const faultAt = (place: Fault['at']) => (fault?.at === place ? fault.text : null);
  return (
    <section className="part" aria-labelledby="password">
      <h3 id="password">Password</h3>
      {!open && (
        <button ref={opener} type="button" className="secondary" onClick={() => onOpen(true)}>
          Change password
        </button>
      )}
      {open && (
        <Form onSubmit={(form) => void change.run(form)} onChange={() => setFault(null)}>
          {/* For programs that keep passwords: whose it is. */}
          <input type="text" autoComplete="username" value={client.me.username} readOnly hidden />
          <PasswordField
            label="Old password"
            name="old"
            autoComplete="current-password"
            maxLength={256}
            required
            autoFocus
            problem={faultAt('old')}
          />
          <PasswordField
            label="New password"
            name="new"
            autoComplete="new-password"
            minLength={8}
            maxLength={256}
            required
            hint="8 characters or more. All other devices are signed out."
            problem={faultAt('new')}
          />
          <Problem text={faultAt('form')} />
          <div className="choices">
            <button type="button" className="secondary" onClick={() => onOpen(false)}>
              Cancel
            </button>
            <button type="submit" className="primary" disabled={change.busy}>
              Change password
            </button>
          </div>
        </Form>
      )}
    </section>
  );
}

function faultOf(error: unknown): Fault {
  const known = error instanceof ParleyError ? error : null;
  switch (known?.code) {
    case 'bad_credentials':
      return { at: 'old', text: 'This is not your password.' };
    case 'bad_request':
      return { at: 'new', text: 'Use 8 to 256 characters.' };
    case 'rate_limited':
      return { at: 'form', text: waitText(known?.retryAfterMs ?? null) };
    default:
      return { at: 'form', text: explain(error) };
  }
}
