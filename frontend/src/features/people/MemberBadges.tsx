import { MicOff } from 'lucide-react';
import { momentText } from '../../time/moment-text.js';
import { useIsToCome } from '../../time/use-is-to-come.js';
import { GuestMark } from '../../ui/person/GuestMark.js';
import type { ListedMember } from './split-by-presence.js';

/** What a person is in the room, beside their name. */
export function MemberBadges({ member: { role, guest, mutedUntil = 0 } }: { member: ListedMember }) {
  const isMuted = useIsToCome(mutedUntil);
  return (
    <>
      {isMuted && (
        <span className="mark" title={`Muted until ${momentText(mutedUntil)}`}>
          <MicOff />
          <span className="unseen">Muted</span>
        </span>
      )}
      {guest && <GuestMark />}
      {role === 'owner' && <span className="chip">Owner</span>}
      {role === 'moderator' && <span className="chip">Moderator</span>}
    </>
  );
}
