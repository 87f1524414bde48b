import { useState } from 'react';
import { Field } from '../../ui/form/Field.js';
import { Form } from '../../ui/form/Form.js';
import { ignoringComposition } from '../../ui/ignoring-composition.js';
import { type Entry, WAY_WORDS } from '../reading/entry.js';
import type { ConsoleState } from './console-state.js';
import { type Draft, draftOf, pathOf, readBody } from './draft.js';
import type { Identity } from './identity.js';

interface SendFormProps {
  state: ConsoleState;
  /** All one can send. */
  entries: readonly Entry[];
  chosen: Entry;
  onChoose(entry: Entry): void;
  identity: Identity;
}

/** Anything one can send, with an example of it to begin with. */
export function SendForm({ state, entries, chosen, onChoose, identity }: SendFormProps) {
  // What one has written stays while one looks at something else.
  const [drafts, setDrafts] = useState<Readonly<Record<string, Draft>>>({});
  const [fault, setFault] = useState<{ id: string; problem: string } | null>(null);
  const problem = fault?.id === chosen.id ? fault.problem : null;
  const draft = drafts[chosen.id] ?? draftOf(chosen);
  const change = (next: Partial<Draft>) => setDrafts({ ...drafts, [chosen.id]: { ...draft, ...next } });

  const send = async () => {
    const body = readBody(draft.body);
    setFault(body.problem === null ? null : { id: chosen.id, problem: body.problem });
    if (body.problem !== null) return;
    if (chosen.way === 'http') await state.call(chosen, identity, pathOf(chosen, draft), body.value);
    else await state.say(chosen, identity, body.value);
  };

  return (
    <Form className="send-form" onSubmit={() => void send()}>
      <div className="field">
        <label htmlFor="what">Send</label>
        <select
          id="what"
          value={chosen.id}
          onChange={({ target }) => {
            const found = entries.find(({ id }) => id === target.value);
            if (found) onChoose(found);
          }}
        >
          {sectionsOf(entries).map(([section, inside]) => (
            <optgroup key={section} label={section}>
              {inside.map(({ id, method, path, name }) => (
                <option key={id} value={id}>
                  {method ? `${method} ${path}` : name}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </div>
      {chosen.parameters.map(({ name, required }) => (
        <Field
          key={name}
          label={name}
          name={name}
          required={required}
          value={draft.parameters[name] ?? ''}
          onChange={({ target }) => change({ parameters: { ...draft.parameters, [name]: target.value } })}
        />
      ))}
      {chosen.schema && (
        <div className="field">
          <label htmlFor="body">JSON</label>
          <textarea
            id="body"
            spellCheck={false}
            autoCapitalize="off"
            rows={Math.min(12, draft.body.split('\n').length + 1)}
            value={draft.body}
            aria-invalid={problem !== null}
            aria-describedby={problem === null ? undefined : 'body-problem'}
            onChange={({ target }) => change({ body: target.value })}
            onKeyDown={ignoringComposition((event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey))
                event.currentTarget.form?.requestSubmit();
            })}
          />
          {problem !== null && (
            <small id="body-problem" className="problem" role="alert">
              {problem}
            </small>
          )}
        </div>
      )}
      <div className="send-row">
        {chosen.examples.length > 1 &&
          chosen.examples.map((example, i) => (
            <button
              key={JSON.stringify(example)}
              type="button"
              className="chip"
              onClick={() => change({ body: JSON.stringify(example, null, 2) })}
            >
              Example {i + 1}
            </button>
          ))}
        <button type="submit" className="primary">
          Send
        </button>
      </div>
    </Form>
  );
}

function sectionsOf(entries: readonly Entry[]): [string, Entry[]][] {
  const sections = new Map<string, Entry[]>();
  for (const entry of entries) {
    const section = `${WAY_WORDS[entry.way]}: ${entry.section}`;
    sections.set(section, [...(sections.get(section) ?? []), entry]);
  }
  return [...sections];
}
