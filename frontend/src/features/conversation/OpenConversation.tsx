import type { ParleyClient, Room } from '@parley/client';
import { AnimatePresence } from 'framer-motion';
import { useStore } from '../../use-store.js';
import { Composer } from '../composer/Composer.js';
import { OfflineBanner } from '../connection/OfflineBanner.js';
import { People } from '../people/People.js';
import { usePeoplePanel } from '../people/use-people-panel.js';
import { Closed } from '../rooms/Closed.js';
import { Header } from '../rooms/Header.js';
import { MessageList } from './MessageList.js';
import { TypingLine } from './TypingLine.js';

interface OpenConversationProps {
  client: ParleyClient;
  room: Room;
  goTo(roomId: string | null): void;
}

export function OpenConversation({ client, room, goTo }: OpenConversationProps) {
  const { access, people } = useStore(room);
  const listed = useStore(client).rooms?.find(({ id }) => id === room.id);
  const [withPeople, setWithPeople] = usePeoplePanel();

  if (access.state === 'refused' || access.state === 'gone') return <Closed access={access} goTo={goTo} />;
  const shape = listed ?? (access.state === 'inside' ? access.room : null);
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
        <MessageList client={client} room={room} shape={shape} name={name} />
        <TypingLine typing={people.typing} />
        <Composer client={client} room={room} name={name} />
      </main>
      <AnimatePresence initial={false}>
        {withPeople && shape && (
          <People
            client={client}
            room={shape}
            people={people}
            onClose={() => setWithPeople(false)}
            goTo={goTo}
          />
        )}
      </AnimatePresence>
    </>
  );
}
