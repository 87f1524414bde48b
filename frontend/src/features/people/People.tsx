import type { ParleyClient, RoomPeople } from '@parley/client';
import type { Room } from '@parley/protocol';
import { m } from 'framer-motion';
import { useState } from 'react';
import { slide } from '../../motion.js';
import { Avatar } from '../../ui/Avatar.js';
import { Icon } from '../../ui/Icon.js';
import { FindPerson } from './FindPerson.js';

interface PeopleProps {
  client: ParleyClient;
  room: Room;
  people: RoomPeople;
  onClose(): void;
  goTo(roomId: string): void;
}

/** Who is in the room now, and the way to bring somebody in. */
export function People({ client, room, people: { here, total }, onClose }: PeopleProps) {
  const [inviting, setInviting] = useState(false);
  return (
    <m.aside
      className="people"
      aria-label="Who is here"
      variants={slide}
      initial="hidden"
      animate="shown"
      exit="gone"
    >
      <header>
        <h2>Here now</h2>
        <span className="quiet">{total}</span>
        <button type="button" className="icon-button" aria-label="Hide people" onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <ul>
        {here.map(({ userId, username }) => (
          <li key={userId}>
            <Avatar id={userId} name={username} small />
            <span className="name">{username}</span>
            {userId === client.me.id && <span className="quiet">You</span>}
          </li>
        ))}
      </ul>
      {total > here.length && <p className="quiet">and {total - here.length} more</p>}
      {room.kind !== 'direct' && room.role !== null && (
        <button type="button" className="row" onClick={() => setInviting(true)}>
          <Icon name="plus" /> Add a person
        </button>
      )}
      {inviting && (
        <FindPerson
          client={client}
          title={`Add to ${room.name}`}
          onClose={() => setInviting(false)}
          onChosen={async (userId) => {
            await client.rest.invite(room.id, userId);
            setInviting(false);
          }}
        />
      )}
    </m.aside>
  );
}
