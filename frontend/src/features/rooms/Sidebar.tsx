import type { ParleyClient } from '@parley/client';
import { useState } from 'react';
import { Avatar } from '../../ui/Avatar.js';
import { Icon } from '../../ui/Icon.js';
import { useStore } from '../../use-store.js';
import { ConnectionStatus } from '../connection/ConnectionStatus.js';
import { FindPerson } from '../people/FindPerson.js';
import { FindRoom } from './FindRoom.js';
import { NewRoom } from './NewRoom.js';
import { RoomSection } from './RoomSection.js';

type Open = 'nothing' | 'new room' | 'find room' | 'find person';

export function Sidebar({
  client,
  roomId,
  goTo,
  onSignOut,
}: {
  client: ParleyClient;
  roomId: string | null;
  goTo(roomId: string | null): void;
  onSignOut(): void;
}) {
  const { rooms, online } = useStore(client);
  const [open, setOpen] = useState<Open>('nothing');
  const close = () => setOpen('nothing');
  const choose = (chosen: string) => {
    close();
    goTo(chosen);
  };
  const direct = async (userId: string) => {
    const room = await client.createRoom({ kind: 'direct', userIds: [userId] });
    choose(room.id);
  };
  const shown = { roomId, online, goTo };

  return (
    <nav className="sidebar" aria-label="Rooms">
      <header>
        <Avatar id={client.me.id} name={client.me.username} />
        <div className="me">
          <strong>{client.me.username}</strong>
          <ConnectionStatus connection={client.connection} />
        </div>
        <button
          type="button"
          className="icon-button"
          aria-label="Log out"
          title="Log out"
          onClick={onSignOut}
        >
          <Icon name="leave" />
        </button>
      </header>
      <div className="scroll">
        {rooms === null && <p className="quiet padded">Loading your rooms …</p>}
        <RoomSection title="Rooms" rooms={rooms?.filter(({ kind }) => kind !== 'direct') ?? []} {...shown}>
          <button type="button" className="row" onClick={() => setOpen('find room')}>
            <Icon name="search" /> Find a room
          </button>
          <button type="button" className="row" onClick={() => setOpen('new room')}>
            <Icon name="plus" /> New room
          </button>
        </RoomSection>
        <RoomSection
          title="Direct messages"
          rooms={rooms?.filter(({ kind }) => kind === 'direct') ?? []}
          {...shown}
        >
          <button type="button" className="row" onClick={() => setOpen('find person')}>
            <Icon name="plus" /> New message
          </button>
        </RoomSection>
      </div>
      {open === 'new room' && <NewRoom client={client} onClose={close} onMade={choose} />}
      {open === 'find room' && <FindRoom client={client} onClose={close} onChosen={choose} />}
      {open === 'find person' && (
        <FindPerson client={client} title="New message" onClose={close} onChosen={direct} />
      )}
    </nav>
  );
}
