import { ChevronDown } from 'lucide-react';
import { type ReactNode, type SelectHTMLAttributes, useId } from 'react';

interface SelectProps extends SelectHTMLAttributes<HTMLSelectElement> {
  label: string;
  hint?: string;
  /** Its options. */
  children: ReactNode;
}

/** One of several, like a field. */
export function Select({ label, hint, children, ...select }: SelectProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="box">
        <select id={id} {...select} aria-describedby={hint ? `${id}-hint` : undefined}>
          {children}
        </select>
        <ChevronDown className="in-field" />
      </div>
      {hint && (
        <small id={`${id}-hint`} className="quiet">
          {hint}
        </small>
      )}
    </div>
  );
}
