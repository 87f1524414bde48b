import type { ParleyClient } from '@parley/client';
import { Dialog } from '../../ui/Dialog.js';
import { Field } from '../../ui/Field.js';
import { Icon } from '../../ui/Icon.js';
import { Problem } from '../../ui/Problem.js';
import { useSearch } from '../../use-search.js';

interface FindRoomProps {
  client: ParleyClient;
  onClose(): void;
  onChosen(roomId: string): void;
}

/** Public rooms by name. Choosing one joins it. */
export function FindRoom({ client, onClose, onChosen }: FindRoomProps) {
  const search = useSearch((query) => client.rest.publicRooms(query));
  return (
    <Dialog title="Find a room" onClose={onClose}>
      <Field
        label="Room"
        type="search"
        value={search.query}
        onChange={(event) => search.setQuery(event.target.value)}
        maxLength={64}
        autoFocus
      />
      <Problem text={search.problem} />
      <ul className="results" aria-label="Rooms found">
        {search.found.map((room) => (
          <li key={room.id}>
            <button type="button" className="row" onClick={() => onChosen(room.id)}>
              <Icon name="public" />
              <span className="name">{room.name}</span>
              <span className="quiet">{room.role === null ? 'Join' : 'Open'}</span>
            </button>
          </li>
        ))}
      </ul>
      {search.settled && search.found.length === 0 && <p className="quiet">No public room has that name.</p>}
    </Dialog>
  );
}
