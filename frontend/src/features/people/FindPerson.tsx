import type { ParleyClient } from '@parley/client';
import { Search } from 'lucide-react';
import { useAction } from '../../lib/requests/use-action.js';
import { useSearch } from '../../lib/requests/use-search.js';
import { Dialog } from '../../ui/dialog/Dialog.js';
import { Field } from '../../ui/form/Field.js';
import { MoreButton } from '../../ui/MoreButton.js';
import { Problem } from '../../ui/Problem.js';
import { GuestMark } from '../../ui/person/GuestMark.js';
import { PresenceAvatar } from '../../ui/person/PresenceAvatar.js';

interface FindPersonProps {
  client: ParleyClient;
  title: string;
  about?: string;
  /** Who needs not be chosen, and is told so. */
  already?: ReadonlySet<string>;
  onClose(): void;
  onChosen(userId: string): Promise<void>;
}

/** People by name, to talk to or to bring in. */
export default function FindPerson({ client, title, about = '', already, ...doing }: FindPersonProps) {
  const search = useSearch((query, part) => client.rest.findPeople(query, part));
  const choose = useAction(doing.onChosen);
  const others = search.found.filter(({ id }) => id !== client.me.id);
  return (
    <Dialog title={title} about={about} onClose={doing.onClose}>
      <Field
        label="Person"
        type="search"
        placeholder="Part of a name"
        end={<Search className="in-field" />}
        value={search.query}
        onChange={(event) => search.setQuery(event.target.value)}
        maxLength={64}
      />
      <Problem text={choose.problem ?? search.problem} />
      <ul className="results" aria-label="People found">
        {others.map(({ id, username, kind, online }) => (
          <li key={id}>
            <button
              type="button"
              className="row"
              disabled={choose.busy || already?.has(id)}
              onClick={() => void choose.run(id)}
            >
              <PresenceAvatar id={id} name={username} online={online} />
              <span className="name">{username}</span>
              {kind === 'guest' && <GuestMark />}
              {already?.has(id) && <span className="quiet">Is in</span>}
              {online && !already?.has(id) && <span className="quiet">Online</span>}
            </button>
          </li>
        ))}
      </ul>
      {search.more && <MoreButton more={search.more} />}
      {search.settled && others.length === 0 && (
        <p className="nothing quiet">
          {search.query === '' ? 'You are the first one here.' : 'Nobody has that name.'}
        </p>
      )}
    </Dialog>
  );
}
