import type { ParleyClient } from '@parley/client';
import type { Room } from '@parley/protocol';
import { isolate } from '../../lib/text/isolate.js';
import Confirm from '../../ui/dialog/Confirm.js';
import type { ListedMember } from './split-by-presence.js';

interface ConfirmModerationProps {
  client: ParleyClient;
  room: Room;
  member: ListedMember;
  action: 'remove' | 'give';
  onClose(): void;
}

/** Asks before a member is taken out of the room, or given it. */
export default function ConfirmModeration({
  client: { rest },
  room,
  member,
  action,
  onClose,
}: ConfirmModerationProps) {
  const { userId } = member;
  const name = isolate(member.username);
  const words = {
    remove: {
      title: `Remove ${name}?`,
      about: `What ${name} wrote stays. ${room.kind === 'private' ? 'Only an invitation brings them back.' : 'They can join again.'}`,
      action: 'Remove',
      run: () => rest.removeMember(room.id, userId),
    },
    give: {
      title: `Give ${isolate(room.name)} to ${name}?`,
      about: `${name} owns the room then. Its owner now becomes a moderator, and only ${name} can give it back.`,
      action: 'Give the room',
      run: () => rest.transferRoom(room.id, userId),
    },
  }[action];
  return (
    <Confirm
      title={words.title}
      about={words.about}
      action={words.action}
      onConfirm={async () => {
        await words.run();
        onClose();
      }}
      onClose={onClose}
    />
  );
}
