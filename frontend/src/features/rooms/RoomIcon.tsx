import type { Room } from '@parley/protocol';
import { Avatar } from '../../ui/Avatar.js';
import { Icon } from '../../ui/Icon.js';

export function RoomIcon({ room: { kind, peer, name }, online }: { room: Room; online: boolean }) {
  if (kind !== 'direct') return <Icon name={kind === 'private' ? 'lock' : 'public'} />;
  return (
    <span className="with-dot" data-online={online}>
      <Avatar id={peer?.userId ?? ''} name={name} small />
    </span>
  );
}
