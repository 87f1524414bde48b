import type { ParleyClient } from '@parley/client';
import type { Room } from '@parley/protocol';
import { isolate } from '../../isolate.js';
import Confirm from '../../ui/Confirm.js';
import type { Someone } from './who-is-where.js';

interface AskFirstProps {
  client: ParleyClient;
  room: Room;
  someone: Someone;
  asked: 'remove' | 'give';
  onClose(): void;
}

/** Asks before somebody is taken out of the room, or given it. */
export default function AskFirst({ client: { rest }, room, someone, asked, onClose }: AskFirstProps) {
  const { userId } = someone;
  const name = isolate(someone.username);
  const doing = {
    remove: {
      title: `Remove ${name}?`,
      about: `What ${name} wrote stays. ${room.kind === 'private' ? 'Only an invitation brings them back.' : 'They can join again.'}`,
      action: 'Remove',
      run: () => rest.removeMember(room.id, userId),
    },
    give: {
      title: `Give ${isolate(room.name)} to ${name}?`,
      about: `${name} owns the room then. Whoever owns it now becomes a moderator, and only ${name} can give it back.`,
      action: 'Give the room',
      run: () => rest.transferRoom(room.id, userId),
    },
  }[asked];
  return (
    <Confirm
      title={doing.title}
      about={doing.about}
      action={doing.action}
      onConfirm={async () => {
        await doing.run();
        onClose();
      }}
      onClose={onClose}
    />
  );
}
