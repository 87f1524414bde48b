import type { ParleyClient, Room } from '@parley/client';
import { AnimatePresence } from 'framer-motion';
import { useState } from 'react';
import { useStore } from '../../use-store.js';
import { Composer } from '../composer/Composer.js';
import { OfflineBanner } from '../connection/OfflineBanner.js';
import { People } from '../people/People.js';
import { Closed } from '../rooms/Closed.js';
import { Header } from '../rooms/Header.js';
import { MessageList } from './MessageList.js';
import { TypingLine } from './TypingLine.js';

const WIDE = '(min-width: 64rem)';

interface OpenConversationProps {
  client: ParleyClient;
  room: Room;
  goTo(roomId: string | null): void;
}

export function OpenConversation({ client, room, goTo }: OpenConversationProps) {
  const { access, history, people } = useStore(room);
  const listed = useStore(client).rooms?.find(({ id }) => id === room.id);
  const [withPeople, setWithPeople] = useState(() => matchMedia(WIDE).matches);

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
        <OfflineBanner connection={client.connection} pending={history.pending} />
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
