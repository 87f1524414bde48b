import { Avatar } from './Avatar.js';

interface PresenceAvatarProps {
  id: string;
  name: string;
  online: boolean;
}

/** A person's avatar, with a dot that tells whether they are online. Said in words beside it, or for those who listen. */
export function PresenceAvatar({ id, name, online }: PresenceAvatarProps) {
  return (
    <span className="with-dot" data-online={online}>
      <Avatar id={id} name={name} small />
    </span>
  );
}
