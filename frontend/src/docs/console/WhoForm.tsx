import type { Session } from '@parley/client';
import { Field } from '../../ui/Field.js';
import { PasswordField } from '../../ui/PasswordField.js';
import type { Who } from './who.js';

interface WhoFormProps {
  session: Session;
  who: Who;
  onChange(who: Who): void;
}

const WORDS = { me: 'Me', guest: 'A guest', token: 'A token' } as const;

/** As whom one speaks. */
export function WhoForm({ session, who, onChange }: WhoFormProps) {
  const { state } = session;
  const me = state.state === 'signed_in' ? state.user.username : null;
  const start: Record<Who['kind'], Who> = {
    me: { kind: 'me' },
    guest: { kind: 'guest', name: 'Guest' },
    token: { kind: 'token', token: '' },
  };
  const kinds = (Object.keys(start) as Who['kind'][]).filter((kind) => kind !== 'me' || me !== null);
  return (
    <fieldset className="who">
      <legend>Speak as</legend>
      <div className="segments">
        {kinds.map((kind) => (
          <label key={kind}>
            <input
              type="radio"
              name="who"
              checked={who.kind === kind}
              onChange={() => onChange(start[kind])}
            />
            {kind === 'me' && me !== null ? me : WORDS[kind]}
          </label>
        ))}
      </div>
      {who.kind === 'guest' && (
        <Field
          label="Name of the guest"
          maxLength={50}
          value={who.name}
          onChange={({ target }) => onChange({ kind: 'guest', name: target.value })}
        />
      )}
      {who.kind === 'token' && (
        <PasswordField
          label="Access token"
          autoComplete="off"
          value={who.token}
          onChange={({ target }) => onChange({ kind: 'token', token: target.value.trim() })}
        />
      )}
    </fieldset>
  );
}
