import type { ComponentProps, ComponentType } from 'react';
import { behindFirstRoom } from '../../lib/lazy/first-room.js';
import { isolate } from '../../lib/text/isolate.js';
import { lazyDialog } from '../../ui/dialog/lazy-dialog.js';

type InviteProps = ComponentProps<typeof import('./Invite.js').default>;

export const Invite: ComponentType<InviteProps> = lazyDialog(
  behindFirstRoom(() => import('./Invite.js')),
  { title: ({ room }) => `Add to ${isolate(room.name)}`, hasField: true },
);
