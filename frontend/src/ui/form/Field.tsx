import { type InputHTMLAttributes, type ReactNode, useId } from 'react';
import { useFieldFault } from './Form.js';

interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  label: string;
  hint?: string | undefined;
  /** What is wrong with what stands in it. */
  problem?: string | null;
  /** Inside the field, at its end. */
  end?: ReactNode;
}

export function Field({ label, hint, problem: own = null, end, maxLength, ...input }: FieldProps) {
  const id = useId();
  const problem = useFieldFault(input.name) ?? own;
  const told = problem ? `${id}-problem` : hint ? `${id}-hint` : undefined;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="box">
        <input
          id={id}
          dir={input.type === 'password' ? undefined : 'auto'}
          {...input}
          // Of a form: it says what is too long. A browser would cut what is pasted, without a word.
          {...(input.name === undefined ? { maxLength } : { 'data-longest': maxLength })}
          aria-describedby={told}
          aria-invalid={problem !== null}
        />
        {end}
      </div>
      {hint && !problem && (
        <small id={`${id}-hint`} className="quiet">
          {hint}
        </small>
      )}
      {problem && (
        <small id={`${id}-problem`} className="problem" role="alert">
          {problem}
        </small>
      )}
    </div>
  );
}
