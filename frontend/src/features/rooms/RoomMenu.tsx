import { type ParleyClient, type Room, unreadOf } from '@parley/client';
import type { Room as RoomShape } from '@parley/protocol';
import { CheckCheck, Ellipsis, Link2, LogOut, Settings2, UserPlus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { isolate } from '../../isolate.js';
import { Menu, MenuItem } from '../../ui/Menu.js';
import { toast } from '../notices/toasts.js';
import { mayLead } from '../people/rights.js';
import { behindFirstRoom } from './first-room.js';

const Invite = lazy(behindFirstRoom(() => import('../people/Invite.js')));
const RoomSettings = lazy(behindFirstRoom(() => import('./RoomSettings.js')));
const Confirm = lazy(behindFirstRoom(() => import('../../ui/Confirm.js')));

interface RoomMenuProps {
  client: ParleyClient;
  room: Room;
  shape: RoomShape;
  goTo(roomId: null): void;
}

export function RoomMenu({ client, room, shape, goTo }: RoomMenuProps) {
  const [open, setOpen] = useState<'nothing' | 'invite' | 'settings' | 'leave'>('nothing');
  const mayLeave = shape.kind !== 'direct' && shape.role !== null;
  const close = () => setOpen('nothing');
  const leave = async () => {
    await room.leave();
    goTo(null);
  };
  const copyLink = async () => {
    await navigator.clipboard.writeText(location.href);
    toast({ text: 'The link is copied.' });
  };
  return (
    <>
      <Menu label="Room" button={<Ellipsis />}>
        {mayLeave && (
          <MenuItem icon={<UserPlus />} onChoose={() => setOpen('invite')}>
            Add people …
          </MenuItem>
        )}
        {mayLead(client.me, shape) && (
          <MenuItem icon={<Settings2 />} onChoose={() => setOpen('settings')}>
            Room settings …
          </MenuItem>
        )}
        {unreadOf(shape) > 0 && (
          <MenuItem
            icon={<CheckCheck />}
            aside={<kbd>Esc</kbd>}
            onChoose={() => room.markRead(shape.lastSeq)}
          >
            Mark as read
          </MenuItem>
        )}
        {navigator.clipboard && (
          <MenuItem icon={<Link2 />} onChoose={() => void copyLink()}>
            Copy link
          </MenuItem>
        )}
        {mayLeave && (
          <>
            <hr />
            <MenuItem icon={<LogOut />} onChoose={() => setOpen('leave')}>
              Leave room …
            </MenuItem>
          </>
        )}
      </Menu>
      <Suspense>
        {open === 'invite' && <Invite client={client} room={shape} onClose={close} />}
        {open === 'settings' && <RoomSettings client={client} room={shape} onClose={close} />}
        {open === 'leave' && (
          <Confirm
            title={`Leave ${isolate(shape.name)}?`}
            about={
              shape.kind === 'private'
                ? 'It is private: you come back only when somebody in it invites you.'
                : 'You can join it again whenever you like.'
            }
            action="Leave room"
            onConfirm={leave}
            onClose={close}
          />
        )}
      </Suspense>
    </>
  );
}
