import type { Room } from '@parley/protocol';
import { Hash, Lock } from 'lucide-react';
import { PresenceAvatar } from '../../ui/person/PresenceAvatar.js';

export function RoomIcon({ room: { kind, peer, name }, online }: { room: Room; online: boolean }) {
  if (kind === 'direct') return <PresenceAvatar id={peer?.userId ?? ''} name={name} online={online} />;
  return <span className="room-icon">{kind === 'private' ? <Lock /> : <Hash />}</span>;
}
