import type { ParleyClient } from '@parley/client';
import type { Room } from '@parley/protocol';
import { MessageCircle } from 'lucide-react';
import { explain } from '../../lib/requests/explain.js';
import { isolate } from '../../lib/text/isolate.js';
import { Menu, MenuItem } from '../../ui/menu/Menu.js';
import { PresenceAvatar } from '../../ui/person/PresenceAvatar.js';
import { toast } from '../../ui/toast/toasts.js';
import { MemberBadges } from './MemberBadges.js';
import { type ConfirmedAction, ModerationItems } from './ModerationItems.js';
import type { ListedMember } from './split-by-presence.js';

interface MemberRowProps {
  client: ParleyClient;
  room: Room;
  member: ListedMember;
  onAsk(action: ConfirmedAction): void;
  goTo(roomId: string): void;
}

/** A person in the room, and what I can do about them. */
export function MemberRow({ client, room, member, onAsk, goTo }: MemberRowProps) {
  const { userId, username, online } = member;
  const write = async () => {
    try {
      goTo((await client.createRoom({ kind: 'direct', userIds: [userId] })).id);
    } catch (error) {
      toast({ text: explain(error) });
    }
  };
  const shown = (
    <>
      <PresenceAvatar id={userId} name={username} online={online} />
      <span className="name" title={username}>
        {username}
      </span>
      <MemberBadges member={member} />
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
        <ModerationItems client={client} room={room} member={member} onAsk={onAsk} />
      </Menu>
    </li>
  );
}
