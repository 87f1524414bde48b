import type { ParleyClient } from '@parley/client';
import type { Room } from '@parley/protocol';
import { behindFirstRoom } from '../../lib/lazy/first-room.js';
import { isolate } from '../../lib/text/isolate.js';
import { lazyDialog } from '../../ui/dialog/lazy-dialog.js';
import type { ConfirmedAction } from './ModerationItems.js';
import type { ListedMember } from './split-by-presence.js';

const Ban = lazyDialog(
  behindFirstRoom(() => import('./Ban.js')),
  { title: ({ member }) => `Ban ${isolate(member.username)}?` },
);
const ConfirmModeration = lazyDialog(
  behindFirstRoom(() => import('./ConfirmModeration.js')),
  {
    title: ({ action, member, room }) =>
      action === 'remove'
        ? `Remove ${isolate(member.username)}?`
        : `Give ${isolate(room.name)} to ${isolate(member.username)}?`,
  },
);

interface ModerationDialogProps {
  client: ParleyClient;
  room: Room;
  member: ListedMember;
  action: ConfirmedAction;
  onClose(): void;
}

/** Asks before something is done to a member. Not a part of their row, which goes from one list to another as they do. */
export function ModerationDialog({ action, ...about }: ModerationDialogProps) {
  return action === 'ban' ? <Ban {...about} /> : <ConfirmModeration action={action} {...about} />;
}
