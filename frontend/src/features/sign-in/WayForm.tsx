import type { Session } from '@parley/client';
import { useState } from 'react';
import { useAction } from '../../lib/requests/use-action.js';
import { Field } from '../../ui/form/Field.js';
import { Form } from '../../ui/form/Form.js';
import { PasswordField } from '../../ui/form/PasswordField.js';
import { Problem } from '../../ui/Problem.js';
import { type Fault, faultOf } from './fault.js';
import { WAYS, type Way } from './ways.js';

export function WayForm({ session, way }: { session: Session; way: Way }) {
  const { button, hint, password, nameLength, enter } = WAYS[way];
  const [fault, setFault] = useState<Fault | null>(null);
  const signIn = useAction(async (form: FormData) => {
    setFault(null);
    try {
      await enter(session, String(form.get('username')), String(form.get('password')));
    } catch (error) {
      setFault(faultOf(error, way));
    }
  });
  const faultAt = (place: Fault['at']) => (fault?.at === place ? fault.text : null);

  return (
    <Form onSubmit={(form) => void signIn.run(form)} onChange={() => setFault(null)}>
      <Field
        label="Name"
        name="username"
        autoComplete={password ? 'username' : 'nickname'}
        autoCapitalize="none"
        spellCheck={false}
        maxLength={nameLength}
        required
        autoFocus
        hint={hint.name}
        problem={faultAt('name')}
      />
      {password && (
        <PasswordField
          label="Password"
          name="password"
          autoComplete={password}
          minLength={password === 'new-password' ? 8 : 1}
          maxLength={256}
          required
          hint={hint.password}
          problem={faultAt('password')}
        />
      )}
      <Problem text={faultAt('form')} />
      <button type="submit" className="primary" disabled={signIn.busy}>
        {button}
      </button>
    </Form>
  );
}
