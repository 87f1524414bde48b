import type { ParleyClient } from '@parley/client';
import type { Room } from '@parley/protocol';
import { MessageCircle, UserMinus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { explain } from '../../explain.js';
import { isolate } from '../../isolate.js';
import { Face } from '../../ui/Face.js';
import { Menu, MenuItem } from '../../ui/Menu.js';
import { toast } from '../notices/toasts.js';
import { behindFirstRoom } from '../rooms/first-room.js';
import type { Someone } from './who-is-where.js';

const Confirm = lazy(behindFirstRoom(() => import('../../ui/Confirm.js')));

interface PersonRowProps {
  client: ParleyClient;
  room: Room;
  someone: Someone;
  goTo(roomId: string): void;
}

/** Somebody in the room, and what I can do about them. */
export function PersonRow({ client, room, someone, goTo }: PersonRowProps) {
  const [removing, setRemoving] = useState(false);
  const { userId, username, role, online } = someone;
  const mayRemove = role === 'member' && (room.role === 'owner' || client.me.role === 'admin');
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
      <span className="name">{username}</span>
      {role === 'owner' && <span className="chip">Owner</span>}
      {role === null && room.kind === 'public' && <span className="chip">Visitor</span>}
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
        {mayRemove && (
          <MenuItem icon={<UserMinus />} onChoose={() => setRemoving(true)}>
            Remove from {isolate(room.name)} …
          </MenuItem>
        )}
      </Menu>
      <Suspense>
        {removing && (
          <Confirm
            title={`Remove ${isolate(username)}?`}
            about={`What ${isolate(username)} wrote stays. ${room.kind === 'private' ? 'Only an invitation brings them back.' : 'They can join again.'}`}
            action="Remove"
            onConfirm={async () => {
              await client.rest.removeMember(room.id, userId);
              setRemoving(false);
            }}
            onClose={() => setRemoving(false)}
          />
        )}
      </Suspense>
    </li>
  );
}
