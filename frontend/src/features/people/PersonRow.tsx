import type { ParleyClient } from '@parley/client';
import type { Room } from '@parley/protocol';
import { MessageCircle } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { explain } from '../../explain.js';
import { isolate } from '../../isolate.js';
import { Face } from '../../ui/Face.js';
import { Menu, MenuItem } from '../../ui/Menu.js';
import { toast } from '../notices/toasts.js';
import { behindFirstRoom } from '../rooms/first-room.js';
import { type Asked, Moderate } from './Moderate.js';
import { Standing } from './Standing.js';
import type { Someone } from './who-is-where.js';

const Ban = lazy(behindFirstRoom(() => import('./Ban.js')));
const AskFirst = lazy(behindFirstRoom(() => import('./AskFirst.js')));

interface PersonRowProps {
  client: ParleyClient;
  room: Room;
  someone: Someone;
  goTo(roomId: string): void;
}

/** Somebody in the room, and what I can do about them. */
export function PersonRow({ client, room, someone, goTo }: PersonRowProps) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const { userId, username, online } = someone;
  const close = () => setAsked(null);
  const write = async () => {
    try {
      goTo((await client.createRoom({ kind: 'direct', userIds: [userId] })).id);
    } catch (error) {
      toast({ text: explain(error) });
    }
  };
  const shown = (
    <>
      <Face id={userId} name={username} online={online} />
      <span className="name" title={username}>
        {username}
      </span>
      <Standing room={room} someone={someone} />
    </>
  );
  if (userId === client.me.id || room.kind === 'direct')
    return (
      <li className="row">
        {shown}
        {userId === client.me.id && <span className="quiet">You</span>}
      </li>
    );
  return (
    <li>
      <Menu className="row" name={username} button={shown}>
        <MenuItem icon={<MessageCircle />} onChoose={() => void write()}>
          Write to {isolate(username)}
        </MenuItem>
        <Moderate client={client} room={room} someone={someone} onAsk={setAsked} />
      </Menu>
      <Suspense>
        {asked === 'ban' && <Ban client={client} room={room} someone={someone} onClose={close} />}
        {(asked === 'remove' || asked === 'give') && (
          <AskFirst client={client} room={room} someone={someone} asked={asked} onClose={close} />
        )}
      </Suspense>
    </li>
  );
}
