import { type ParleyClient, type Room, withSettings } from '@parley/client';
import type { RoomSettings, Room as RoomShape } from '@parley/protocol';
import { useState } from 'react';
import { behindFirstRoom } from '../../lib/lazy/first-room.js';
import { useStorePerFrame } from '../../lib/store/use-store-per-frame.js';
import { Boundary } from '../../ui/Boundary.js';
import { lazyDialog } from '../../ui/dialog/lazy-dialog.js';
import { Fault } from '../../ui/Fault.js';
import { ColoursOfRoom } from '../../ui/person/person-colour.js';
import { useLeaving } from '../../ui/use-leaving.js';
import { Composer } from '../composer/Composer.js';
import { useEditing } from '../composer/use-editing.js';
import { OfflineBanner } from '../connection/OfflineBanner.js';
import { MessageList } from '../messages/MessageList.js';
import { People } from '../people/People.js';
import { useMembers } from '../people/use-members.js';
import { usePeoplePanel } from '../people/use-people-panel.js';
import { ClosedRoom } from './ClosedRoom.js';
import { RoomHeader } from './RoomHeader.js';
import { TypingIndicator } from './TypingIndicator.js';

const DeleteMessage = lazyDialog(
  behindFirstRoom(() => import('./DeleteMessage.js')),
  { title: () => 'Delete this message?' },
);

const NO_ONE: readonly string[] = [];

/** As long as the style sheet lets it slide, ms. */
const PANEL_LEAVES_MS = 120;

interface OpenConversationProps {
  client: ParleyClient;
  room: Room;
  /** Opens the room anew, which one is no longer in. */
  onJoin(): void;
  goTo(roomId: string | null): void;
}

export function OpenConversation({ client, room, onJoin, goTo }: OpenConversationProps) {
  const { access, people, history } = useStorePerFrame(room);
  const listed = useStorePerFrame(client).rooms?.find(({ id }) => id === room.id);
  const [withPeople, setWithPeople] = usePeoplePanel();
  const panel = useLeaving(withPeople, PANEL_LEAVES_MS);
  const [deleting, setDeleting] = useState<number | null>(null);
  const editing = useEditing(client, room, deleting);

  const shape = listed ?? (access.state === 'inside' ? asSetNow(access.room, history.settings) : null);
  const was = useLast(shape);
  const known = useMembers(client, shape?.id ?? null);
  if (access.state === 'refused' || access.state === 'gone')
    return <ClosedRoom access={access} was={was} onJoin={onJoin} goTo={goTo} />;
  const name = shape?.name ?? room.id;
  return (
    <ColoursOfRoom ids={known?.members.map(({ userId }) => userId) ?? NO_ONE}>
      <main className="conversation" aria-label={name}>
        <RoomHeader
          client={client}
          room={room}
          shape={shape}
          withPeople={withPeople}
          onPeople={() => setWithPeople(!withPeople)}
          goTo={goTo}
        />
        {history.head !== null && <OfflineBanner client={client} />}
        <Boundary
          fallback={(retry) => (
            <Fault text="The messages cannot be shown." action="Try again" onAction={retry} />
          )}
        >
          <MessageList
            client={client}
            room={room}
            shape={shape}
            name={name}
            editing={editing.seq}
            onEdit={editing.begin}
            onDelete={setDeleting}
          />
        </Boundary>
        <TypingIndicator typing={people.typing} />
        <Composer
          client={client}
          room={room}
          shape={shape}
          name={name}
          editing={editing}
          onEmptied={setDeleting}
        />
      </main>
      {deleting !== null && (
        <DeleteMessage room={room} seq={deleting} me={client.me.id} onClose={() => setDeleting(null)} />
      )}
      {panel.isHere && shape && (
        <Boundary fallback={() => null}>
          <People
            client={client}
            room={shape}
            people={people}
            moves={panel.moves}
            isLeaving={panel.isLeaving}
            onClose={() => setWithPeople(false)}
            goTo={goTo}
          />
        </Boundary>
      )}
    </ColoursOfRoom>
  );
}

function asSetNow(room: RoomShape, settings: RoomSettings | null): RoomShape {
  return settings ? withSettings(room, settings) : room;
}

/** What it is called and who may come in, as it was known last. */
function useLast(shape: RoomShape | null): Pick<RoomShape, 'name' | 'kind'> | null {
  const [last, setLast] = useState<Pick<RoomShape, 'name' | 'kind'> | null>(null);
  if (shape && (shape.name !== last?.name || shape.kind !== last.kind))
    setLast({ name: shape.name, kind: shape.kind });
  return last;
}
