import type { ParleyClient } from '@parley/client';
import { Plus, Search, SquarePen } from 'lucide-react';
import { useStorePerFrame } from '../../lib/store/use-store-per-frame.js';
import { ConnectionStatus } from '../connection/ConnectionStatus.js';
import { useAway } from '../connection/use-away.js';
import type { DialogName } from '../navigation/dialog-name.js';
import { keyName } from '../settings/key-name.js';
import type { Arrangement } from './arrangement.js';
import { MeMenu } from './MeMenu.js';
import { RoomSection } from './RoomSection.js';
import { SectionAction } from './SectionAction.js';

interface SidebarProps {
  client: ParleyClient;
  roomId: string | null;
  arrangement: Arrangement;
  goTo(roomId: string): void;
  onOpen(name: DialogName): void;
  onSignOut(): void;
}

export function Sidebar({ client, roomId, arrangement, ...doing }: SidebarProps) {
  const { rooms, online } = useStorePerFrame(client);
  const isAway = useAway(client.connection);
  const { onOpen, onSignOut, goTo } = doing;
  const shown = { roomId, online, goTo };

  return (
    <nav className="sidebar" aria-label="Rooms">
      <header>
        <MeMenu me={client.me} connection={client.connection} onOpen={onOpen} onSignOut={onSignOut} />
        <button type="button" className="jump" onClick={() => onOpen('switcher')}>
          <Search />
          <span className="name">Go to …</span>
          <kbd>{keyName('Mod')} K</kbd>
        </button>
      </header>
      <div className="scroll">
        {rooms === null && <Loading isAway={isAway} />}
        <RoomSection
          title="Rooms"
          rooms={arrangement.rooms}
          {...shown}
          actions={
            <>
              <SectionAction label="Find a room" onClick={() => onOpen('find room')}>
                <Search />
              </SectionAction>
              <SectionAction label="New room" onClick={() => onOpen('new room')}>
                <Plus />
              </SectionAction>
            </>
          }
        >
          {rooms?.every(({ kind }) => kind === 'direct') && (
            <button type="button" className="row" onClick={() => onOpen('find room')}>
              See which rooms there are
            </button>
          )}
        </RoomSection>
        <RoomSection
          title="Direct messages"
          rooms={arrangement.direct}
          {...shown}
          actions={
            <SectionAction label="New message" onClick={() => onOpen('find person')}>
              <SquarePen />
            </SectionAction>
          }
        >
          {rooms?.every(({ kind }) => kind !== 'direct') && (
            <button type="button" className="row" onClick={() => onOpen('find person')}>
              Write to somebody
            </button>
          )}
        </RoomSection>
      </div>
      <footer>
        <ConnectionStatus connection={client.connection} />
      </footer>
    </nav>
  );
}

/** Where the rooms will stand. */
function Loading({ isAway }: { isAway: boolean }) {
  if (isAway) return <p className="row quiet">Your rooms come when you are online.</p>;
  return (
    <div className="placeholders" role="status" aria-label="Loading your rooms">
      <i />
      <i />
      <i />
    </div>
  );
}
