import type { ParleyClient, Room } from '@parley/client';
import type { Room as RoomShape } from '@parley/protocol';
import { lazy, Suspense, useState } from 'react';
import { useLeaving } from '../../ui/use-leaving.js';
import { useStore } from '../../use-store.js';
import { Composer } from '../composer/Composer.js';
import { useEditing } from '../composer/use-editing.js';
import { OfflineBanner } from '../connection/OfflineBanner.js';
import { People } from '../people/People.js';
import { usePeoplePanel } from '../people/use-people-panel.js';
import { Closed } from '../rooms/Closed.js';
import { behindFirstRoom } from '../rooms/first-room.js';
import { Header } from '../rooms/Header.js';
import { MessageList } from './MessageList.js';
import { TypingLine } from './TypingLine.js';

const DeleteMessage = lazy(behindFirstRoom(() => import('./DeleteMessage.js')));

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
  const { access, people, history } = useStore(room);
  const listed = useStore(client).rooms?.find(({ id }) => id === room.id);
  const [withPeople, setWithPeople] = usePeoplePanel();
  const panel = useLeaving(withPeople, PANEL_LEAVES_MS);
  const [deleting, setDeleting] = useState<number | null>(null);
  const editing = useEditing(client, room, deleting);

  const shape = listed ?? (access.state === 'inside' ? { ...access.room, ...history.settings } : null);
  const was = useLast(shape);
  if (access.state === 'refused' || access.state === 'gone')
    return <Closed access={access} was={was} onJoin={onJoin} goTo={goTo} />;
  const name = shape?.name ?? room.id;
  return (
    <>
      <main className="conversation" aria-label={name}>
        <Header
          client={client}
          room={room}
          shape={shape}
          here={people.total}
          withPeople={withPeople}
          onPeople={() => setWithPeople(!withPeople)}
          goTo={goTo}
        />
        <OfflineBanner client={client} />
        <MessageList
          client={client}
          room={room}
          shape={shape}
          name={name}
          editing={editing.seq}
          onEdit={editing.begin}
          onDelete={setDeleting}
        />
        <TypingLine typing={people.typing} />
        <Composer
          client={client}
          room={room}
          shape={shape}
          name={name}
          editing={editing}
          onEmptied={setDeleting}
        />
      </main>
      <Suspense>
        {deleting !== null && (
          <DeleteMessage room={room} seq={deleting} me={client.me.id} onClose={() => setDeleting(null)} />
        )}
      </Suspense>
      {panel.isHere && shape && (
        <People
          client={client}
          room={shape}
          people={people}
          moves={panel.moves}
          isLeaving={panel.isLeaving}
          onClose={() => setWithPeople(false)}
          goTo={goTo}
        />
      )}
    </>
  );
}

/** What it is called and who may come in, as it was known last. */
function useLast(shape: RoomShape | null): Pick<RoomShape, 'name' | 'kind'> | null {
  const [last, setLast] = useState<Pick<RoomShape, 'name' | 'kind'> | null>(null);
  if (shape && (shape.name !== last?.name || shape.kind !== last.kind))
    setLast({ name: shape.name, kind: shape.kind });
  return last;
}
