import type { ParleyClient } from '@parley/client';
import { Plus, Search, SquarePen } from 'lucide-react';
import { useStore } from '../../use-store.js';
import { ConnectionStatus } from '../connection/ConnectionStatus.js';
import { keyName } from '../settings/key-name.js';
import type { Arrangement } from './arrangement.js';
import { MeMenu } from './MeMenu.js';
import { RoomSection } from './RoomSection.js';
import { SectionAction } from './SectionAction.js';
import type { WindowName } from './windows.js';

interface SidebarProps {
  client: ParleyClient;
  roomId: string | null;
  arrangement: Arrangement;
  goTo(roomId: string): void;
  onOpen(name: WindowName): void;
  onSignOut(): void;
  /** The pointer is on the list: rooms must not move under it. */
  onPointer(isOn: boolean): void;
}

export function Sidebar({ client, roomId, arrangement, onPointer, ...doing }: SidebarProps) {
  const { rooms, online } = useStore(client);
  const { onOpen, onSignOut, goTo } = doing;
  const byId = new Map((rooms ?? []).map((room) => [room.id, room]));
  const standing = (ids: readonly string[]) => ids.flatMap((id) => byId.get(id) ?? []);
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
      <div
        className="scroll"
        onPointerMove={({ pointerType }) => onPointer(pointerType === 'mouse')}
        onPointerLeave={() => onPointer(false)}
      >
        {rooms === null && <Loading />}
        {arrangement.unread.length > 0 && (
          <RoomSection title="Unread" rooms={standing(arrangement.unread)} {...shown} />
        )}
        <RoomSection
          title="Rooms"
          rooms={standing(arrangement.rooms)}
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
          rooms={standing(arrangement.direct)}
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
function Loading() {
  return (
    <div className="placeholders" role="status" aria-label="Loading your rooms">
      <i />
      <i />
      <i />
    </div>
  );
}
