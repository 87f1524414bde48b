import { type ParleyClient, type Room, unreadOf } from '@parley/client';
import { decideInvite, decideLead, decideLeave, type Room as RoomShape } from '@parley/protocol';
import { CheckCheck, Ellipsis, Link2, LogOut, Settings2, UserPlus } from 'lucide-react';
import { useState } from 'react';
import { behindFirstRoom } from '../../lib/lazy/first-room.js';
import { wordsFor } from '../../lib/requests/explain.js';
import { isolate } from '../../lib/text/isolate.js';
import Confirm from '../../ui/dialog/Confirm.js';
import { lazyDialog } from '../../ui/dialog/lazy-dialog.js';
import { Menu, MenuItem } from '../../ui/menu/Menu.js';
import { toast } from '../../ui/toast/toasts.js';
import { Invite } from '../people/invite-dialog.js';

const RoomSettings = lazyDialog(
  behindFirstRoom(() => import('../rooms/RoomSettings.js')),
  { title: ({ room }) => `${isolate(room.name)}: settings` },
);

interface RoomMenuProps {
  client: ParleyClient;
  room: Room;
  shape: RoomShape;
  /** How many members it has; null: not known. */
  total: number | null;
  goTo(roomId: null): void;
}

export function RoomMenu({ client, room, shape, total, goTo }: RoomMenuProps) {
  const [open, setOpen] = useState<'nothing' | 'invite' | 'settings' | 'leave'>('nothing');
  const close = () => setOpen('nothing');
  const askToLeave = () => {
    const leaving = decideLeave(shape, total !== null && total > 1);
    if (leaving.allowed) setOpen('leave');
    else toast({ text: wordsFor(leaving.code, leaving.message ?? '') });
  };
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
        {decideInvite(shape).allowed && (
          <MenuItem icon={<UserPlus />} onChoose={() => setOpen('invite')}>
            Add people …
          </MenuItem>
        )}
        {decideLead(client.me, shape).allowed && (
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
        {/* An owner with others in the room is told what to do first. */}
        {shape.role !== null && decideLeave(shape, false).allowed && (
          <>
            <hr />
            <MenuItem icon={<LogOut />} onChoose={askToLeave}>
              Leave room …
            </MenuItem>
          </>
        )}
      </Menu>
      {open === 'invite' && <Invite client={client} room={shape} onClose={close} />}
      {open === 'settings' && <RoomSettings client={client} room={shape} onClose={close} />}
      {open === 'leave' && (
        <Confirm
          title={`Leave ${isolate(shape.name)}?`}
          about={
            shape.kind === 'private'
              ? 'It is private: you come back only when a member invites you.'
              : 'You can join it again whenever you like.'
          }
          action="Leave room"
          onConfirm={leave}
          onClose={close}
        />
      )}
    </>
  );
}
