import type { ParleyClient } from '@parley/client';
import { type ComponentProps, useMemo, useState } from 'react';
import { behindFirstRoom, firstRoomDrawn, useFirstRoom } from '../../lib/lazy/first-room.js';
import { useLazyModule } from '../../lib/lazy/use-lazy-module.js';
import { useStorePerFrame } from '../../lib/store/use-store-per-frame.js';
import { Boundary } from '../../ui/Boundary.js';
import { Fault } from '../../ui/Fault.js';
import { Conversation } from '../conversation/Conversation.js';
import type { DialogName } from '../navigation/dialog-name.js';
import { useRoomInAddress } from '../navigation/room-in-address.js';
import { noteVisit } from '../navigation/visits.js';
import { arrange } from '../sidebar/arrangement.js';
import { Sidebar } from '../sidebar/Sidebar.js';
import { Dialogs } from './Dialogs.js';
import { useNarrow } from './use-narrow.js';
import { useShortcuts } from './use-shortcuts.js';
import { Welcome } from './Welcome.js';

// Wanted from the start, and not before the first room.
const notices = behindFirstRoom(async () => {
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
  const [open, setOpen] = useState<DialogName | null>(null);
  const { rooms } = useStorePerFrame(client);
  const arrangement = useMemo(() => arrange(rooms ?? []), [rooms]);
  const alone = useNarrow() && roomId === null;
  useFirstRoom(client, roomId);
  noteVisit(roomId);
  useShortcuts({ client, arrangement, roomId, goTo, onOpen: setOpen });

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
        />
      </div>
      {alone ? null : roomId === null ? (
        <Welcome name={client.me.username} onOpen={setOpen} />
      ) : (
        <Boundary
          key={roomId}
          fallback={(retry) => (
            <main className="welcome">
              <Fault text="This room cannot be shown." action="Try again" onAction={retry} />
            </main>
          )}
        >
          <Conversation client={client} roomId={roomId} goTo={goTo} />
        </Boundary>
      )}
      <Dialogs client={client} open={open} onClose={() => setOpen(null)} onOpen={setOpen} goTo={goTo} />
      <LazyNotices client={client} roomId={roomId} goTo={goTo} />
    </div>
  );
}

/** The page does without them until they are here. */
function LazyNotices(props: ComponentProps<typeof import('../notices/Notices.js').default>) {
  const loaded = useLazyModule(notices);
  if (loaded.state !== 'ready') return null;
  return (
    <Boundary fallback={() => null}>
      <loaded.module.default {...props} />
    </Boundary>
  );
}
