import type { ParleyClient } from '@parley/client';
import { lazy, Suspense, useState } from 'react';
import { useRoomInAddress } from '../../room-in-address.js';
import { useStore } from '../../use-store.js';
import { Conversation } from '../conversation/Conversation.js';
import { firstRoomDrawn, useFirstRoom } from './first-room.js';
import { Sidebar } from './Sidebar.js';
import { useArrangement } from './use-arrangement.js';
import { useNarrow } from './use-narrow.js';
import { useRoomKeys } from './use-room-keys.js';
import { noteVisit } from './visits.js';
import { Welcome } from './Welcome.js';
import { Windows } from './Windows.js';
import type { WindowName } from './windows.js';

const Notices = lazy(async () => {
  await firstRoomDrawn;
  return import('../notices/Notices.js');
});

interface ShellProps {
  client: ParleyClient;
  onSignOut(): void;
}

/** The three columns: my rooms, the open one, who is in it. On a narrow screen one at a time. */
export function Shell({ client, onSignOut }: ShellProps) {
  const [roomId, goTo] = useRoomInAddress();
  const [open, setOpen] = useState<WindowName | null>(null);
  const { rooms } = useStore(client);
  const { arrangement, hold, release } = useArrangement(rooms, roomId);
  const alone = useNarrow() && roomId === null;
  useFirstRoom(client, roomId);
  noteVisit(roomId);
  useRoomKeys({ client, arrangement, roomId, goTo, onOpen: setOpen });

  return (
    <div className="chat" data-pane={roomId === null ? 'rooms' : 'conversation'}>
      {/* It is the main part where it stands alone, and the same element all the time: it keeps its scroll. */}
      <div className="rooms-pane" role={alone ? 'main' : undefined}>
        {alone && <h1 className="unseen">Your rooms</h1>}
        <Sidebar
          client={client}
          roomId={roomId}
          arrangement={arrangement}
          goTo={goTo}
          onOpen={setOpen}
          onSignOut={onSignOut}
          onPointer={(isOn) => (isOn ? hold() : release())}
        />
      </div>
      {alone ? null : roomId === null ? (
        <Welcome name={client.me.username} onOpen={setOpen} />
      ) : (
        <Conversation key={roomId} client={client} roomId={roomId} goTo={goTo} />
      )}
      <Windows client={client} open={open} onClose={() => setOpen(null)} onOpen={setOpen} goTo={goTo} />
      <Suspense>
        <Notices client={client} roomId={roomId} goTo={goTo} />
      </Suspense>
    </div>
  );
}
