import type { ParleyClient } from '@parley/client';
import type { Room } from '@parley/protocol';
import { MessageCircle } from 'lucide-react';
import { explain } from '../../explain.js';
import { isolate } from '../../isolate.js';
import { Face } from '../../ui/Face.js';
import { Menu, MenuItem } from '../../ui/Menu.js';
import { toast } from '../notices/toasts.js';
import { type Asked, Moderate } from './Moderate.js';
import { Standing } from './Standing.js';
import type { Someone } from './who-is-where.js';

interface PersonRowProps {
  client: ParleyClient;
  room: Room;
  someone: Someone;
  onAsk(asked: Asked): void;
  goTo(roomId: string): void;
}

/** Somebody in the room, and what I can do about them. */
export function PersonRow({ client, room, someone, onAsk, goTo }: PersonRowProps) {
  const { userId, username, online } = someone;
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
        <Moderate client={client} room={room} someone={someone} onAsk={onAsk} />
      </Menu>
    </li>
  );
}
