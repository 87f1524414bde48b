import { Avatar } from './Avatar.js';

interface FaceProps {
  id: string;
  name: string;
  online: boolean;
}

/** Somebody small, with a dot that tells whether they are online. Said in words beside it, or for those who listen. */
export function Face({ id, name, online }: FaceProps) {
  return (
    <span className="with-dot" data-online={online}>
      <Avatar id={id} name={name} small />
    </span>
  );
}
