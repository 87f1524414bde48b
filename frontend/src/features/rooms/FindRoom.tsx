import type { ParleyClient } from '@parley/client';
import { Hash, Search } from 'lucide-react';
import { useSearch } from '../../lib/requests/use-search.js';
import { now } from '../../time/clock.js';
import { Dialog } from '../../ui/dialog/Dialog.js';
import { Field } from '../../ui/form/Field.js';
import { MoreButton } from '../../ui/MoreButton.js';
import { Problem } from '../../ui/Problem.js';
import { agoText } from './ago.js';
import { useNewRooms, withNewRooms } from './new-rooms.js';

interface FindRoomProps {
  client: ParleyClient;
  onClose(): void;
  onChosen(roomId: string): void;
  onNew(): void;
}

/** Public rooms, by name. Choosing one joins it. */
export default function FindRoom({ client, onClose, onChosen, onNew }: FindRoomProps) {
  const search = useSearch((query, part) => client.rest.findRooms(query, part));
  const rooms = withNewRooms(search.found, useNewRooms(client), search.query);
  return (
    <Dialog title="Find a room" about="The public rooms of this server." onClose={onClose}>
      <Field
        label="Room"
        type="search"
        placeholder="Part of its name"
        end={<Search className="in-field" />}
        value={search.query}
        onChange={(event) => search.setQuery(event.target.value)}
        maxLength={64}
      />
      <Problem text={search.problem} />
      <ul className="results" aria-label="Rooms found">
        {rooms.map(({ id, name, topic, lastAt, role }) => (
          <li key={id}>
            <button type="button" className="row" onClick={() => onChosen(id)}>
              <span className="room-icon">
                <Hash />
              </span>
              <span className="name">
                {name}
                <small className="quiet">{topic || agoText(lastAt, now())}</small>
              </span>
              <span className={role === null ? 'chip call' : 'chip'}>
                {role === null ? 'Join' : 'Joined'}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {search.more && <MoreButton more={search.more} />}
      {search.settled && rooms.length === 0 && (
        <div className="nothing">
          <p className="quiet">No public room has that name.</p>
          <button type="button" className="secondary" onClick={onNew}>
            New room
          </button>
        </div>
      )}
    </Dialog>
  );
}
