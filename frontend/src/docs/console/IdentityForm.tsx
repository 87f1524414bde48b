import type { Session } from '@parley/client';
import { Field } from '../../ui/form/Field.js';
import { PasswordField } from '../../ui/form/PasswordField.js';
import type { Identity } from './identity.js';

interface IdentityFormProps {
  session: Session;
  identity: Identity;
  onChange(identity: Identity): void;
}

const WORDS = { me: 'Me', guest: 'A guest', token: 'A token' } as const;

/** As whom one speaks. */
export function IdentityForm({ session, identity, onChange }: IdentityFormProps) {
  const { state } = session;
  const me = state.state === 'signed_in' ? state.user.username : null;
  const start: Record<Identity['kind'], Identity> = {
    me: { kind: 'me' },
    guest: { kind: 'guest', name: 'Guest' },
    token: { kind: 'token', token: '' },
  };
  const kinds = (Object.keys(start) as Identity['kind'][]).filter((kind) => kind !== 'me' || me !== null);
  return (
    <fieldset className="who">
      <legend>Speak as</legend>
      <div className="segments">
        {kinds.map((kind) => (
          <label key={kind}>
            <input
              type="radio"
              name="who"
              checked={identity.kind === kind}
              onChange={() => onChange(start[kind])}
            />
            {kind === 'me' && me !== null ? me : WORDS[kind]}
          </label>
        ))}
      </div>
      {identity.kind === 'guest' && (
        <Field
          label="Name of the guest"
          maxLength={50}
          value={identity.name}
          onChange={({ target }) => onChange({ kind: 'guest', name: target.value })}
        />
      )}
      {identity.kind === 'token' && (
        <PasswordField
          label="Access token"
          autoComplete="off"
          value={identity.token}
          onChange={({ target }) => onChange({ kind: 'token', token: target.value.trim() })}
        />
      )}
    </fieldset>
  );
}
