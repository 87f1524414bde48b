import type { ParleyClient } from '@parley/client';
import { Avatar } from '../../ui/Avatar.js';
import { Dialog } from '../../ui/Dialog.js';
import { Field } from '../../ui/Field.js';
import { Problem } from '../../ui/Problem.js';
import { useAction } from '../../use-action.js';
import { useSearch } from '../../use-search.js';

interface FindPersonProps {
  client: ParleyClient;
  title: string;
  onClose(): void;
  onChosen(userId: string): Promise<void>;
}

/** People by name, to talk to or to bring in. */
export function FindPerson({ client, title, onClose, onChosen }: FindPersonProps) {
  const search = useSearch((query) => client.rest.people(query));
  const choose = useAction(onChosen);
  const others = search.found.filter(({ id }) => id !== client.me.id);
  return (
    <Dialog title={title} onClose={onClose}>
      <Field
        label="Person"
        type="search"
        value={search.query}
        onChange={(event) => search.setQuery(event.target.value)}
        maxLength={64}
        autoFocus
      />
      <Problem text={choose.problem ?? search.problem} />
      <ul className="results" aria-label="People found">
        {others.map(({ id, username, kind, online }) => (
          <li key={id}>
            <button type="button" className="row" disabled={choose.busy} onClick={() => void choose.run(id)}>
              <span className="with-dot" data-online={online}>
                <Avatar id={id} name={username} small />
              </span>
              <span className="name">{username}</span>
              {kind === 'guest' && <span className="quiet">Guest</span>}
            </button>
          </li>
        ))}
      </ul>
      {search.settled && others.length === 0 && <p className="quiet">Nobody has that name.</p>}
    </Dialog>
  );
}
