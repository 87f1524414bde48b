import { createContext, type FormEvent, type ReactNode, useContext, useState } from 'react';

const NONE: ReadonlyMap<string, string> = new Map();
const Faults = createContext(NONE);

interface FormProps {
  className?: string;
  onSubmit(form: FormData): void;
  onChange?: () => void;
  children: ReactNode;
}

/**
 * A form that says itself what is missing in it or too long, at the field and in our words; the bubbles of a browser go before one has
 * read them, and speak its language.
 */
export function Form({ className, onSubmit, onChange, children }: FormProps) {
  const [faults, setFaults] = useState(NONE);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const inputs = [...event.currentTarget.elements].filter((one) => one instanceof HTMLInputElement);
    const found = inputs.flatMap((input) => {
      const fault = faultOf(input);
      return fault === null ? [] : [{ input, fault }];
    });
    setFaults(new Map(found.map(({ input, fault }) => [input.name, fault])));
    if (found[0]) found[0].input.focus();
    else onSubmit(new FormData(event.currentTarget));
  };
  return (
    <Faults value={faults}>
      <form
        className={className}
        noValidate
        onSubmit={submit}
        onChange={() => {
          setFaults(NONE);
          onChange?.();
        }}
      >
        {children}
      </form>
    </Faults>
  );
}

/** What is wrong with a field of the form around; null: nothing, as far as one can tell here. */
export function useFieldFault(name: string | undefined): string | null {
  return useContext(Faults).get(name ?? '') ?? null;
}

/** Counted by hand: a browser counts only what was typed, not what a program filled in. */
function faultOf({ required, value, minLength, type, dataset }: HTMLInputElement): string | null {
  const length = type === 'password' ? value.length : value.trim().length;
  if (required && length === 0) return 'Fill this in.';
  if (length > 0 && length < minLength) return `At least ${minLength} characters. This has ${length}.`;
  const longest = Number(dataset.longest ?? Number.POSITIVE_INFINITY);
  if (length > longest) return `At most ${longest} characters. This has ${length}.`;
  return null;
}
