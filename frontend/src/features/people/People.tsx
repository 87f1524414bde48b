import type { ParleyClient, RoomPeople } from '@parley/client';
import type { Room } from '@parley/protocol';
import { Search, UserPlus, X } from 'lucide-react';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { plain } from '../../plain.js';
import { isSomethingOver } from '../../ui/over-page.js';
import { useStore } from '../../use-store.js';
import { behindFirstRoom } from '../rooms/first-room.js';
import { Asking } from './Asking.js';
import type { Asked } from './Moderate.js';
import { PeopleSection } from './PeopleSection.js';
import { PersonRow } from './PersonRow.js';
import { useMembers } from './use-members.js';
import { isColumn } from './use-people-panel.js';
import { type Someone, whoIsWhere } from './who-is-where.js';

const Invite = lazy(behindFirstRoom(() => import('./Invite.js')));

/** So many are seen at a glance. */
const SEARCHED_FROM = 30;

interface PeopleProps {
  client: ParleyClient;
  room: Room;
  people: RoomPeople;
  /** It comes in, and `isLeaving` it goes out. */
  moves: boolean;
  isLeaving: boolean;
  onClose(): void;
  goTo(roomId: string): void;
}

/** Who is in the room now, who else belongs to it, and the way to bring somebody in. */
export function People({ client, room, people, moves, isLeaving, onClose, goTo }: PeopleProps) {
  const [inviting, setInviting] = useState(false);
  const [asking, setAsking] = useState<{ someone: Someone; asked: Asked } | null>(null);
  const [query, setQuery] = useState('');
  const close = useRef<HTMLButtonElement>(null);
  const members = useMembers(client, room.id);
  const { online } = useStore(client);
  const { here, elsewhere } = whoIsWhere(people.here, members, online);
  const isCrowd = people.total > here.length;
  const isMany = here.length + elsewhere.length > SEARCHED_FROM;
  const wanted = isMany ? plain(query).trim() : '';
  const fits = ({ username }: Someone) => plain(username).includes(wanted);
  useEffect(() => {
    if (isColumn()) return;
    // What covers the conversation takes the focus, and gives it back.
    const before = document.activeElement;
    close.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  const row = (someone: Someone) => (
    <PersonRow
      key={someone.userId}
      client={client}
      room={room}
      someone={someone}
      onAsk={(asked) => setAsking({ someone, asked })}
      goTo={goTo}
    />
  );
  return (
    <aside
      className="people"
      aria-label="Who is here"
      data-moves={moves || undefined}
      data-leaving={isLeaving || undefined}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || isColumn() || isSomethingOver()) return;
        event.preventDefault();
        onClose();
      }}
    >
      <header>
        <h2>People</h2>
        {room.kind !== 'direct' && room.role !== null && (
          <button
            type="button"
            className="icon-button"
            aria-label="Add people"
            title="Add people"
            onClick={() => setInviting(true)}
          >
            <UserPlus />
          </button>
        )}
        <button ref={close} type="button" className="icon-button" aria-label="Hide people" onClick={onClose}>
          <X />
        </button>
      </header>
      {isMany && (
        <div className="field">
          <div className="box">
            <input
              type="search"
              aria-label="Find somebody here"
              placeholder="Part of a name"
              value={query}
              onChange={(event) => setQuery(event.target.value)}
              maxLength={64}
            />
            <Search className="in-field" />
          </div>
        </div>
      )}
      <PeopleSection title="Here now" count={people.total} people={here.filter(fits)}>
        {row}
      </PeopleSection>
      {isCrowd && <p className="quiet">So many that they are counted, not named.</p>}
      {elsewhere.length > 0 && (
        <PeopleSection
          title={isCrowd ? 'Members' : 'Not here'}
          count={elsewhere.length}
          people={elsewhere.filter(fits)}
        >
          {row}
        </PeopleSection>
      )}
      {isMany && ![...here, ...elsewhere].some(fits) && <p className="quiet">Nobody here has that name.</p>}
      <Suspense>
        {inviting && <Invite client={client} room={room} onClose={() => setInviting(false)} />}
      </Suspense>
      {asking && <Asking client={client} room={room} {...asking} onClose={() => setAsking(null)} />}
    </aside>
  );
}
