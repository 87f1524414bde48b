import type { Room } from '@parley/protocol';
import { MicOff } from 'lucide-react';
import { momentText } from '../../moment-text.js';
import { useIsToCome } from '../../use-is-to-come.js';
import type { Someone } from './who-is-where.js';

/** What somebody is in the room, beside their name. */
export function Standing({ room, someone: { role, mutedUntil = 0 } }: { room: Room; someone: Someone }) {
  const isMuted = useIsToCome(mutedUntil);
  return (
    <>
      {isMuted && (
        <span className="mark" title={`Muted until ${momentText(mutedUntil)}`}>
          <MicOff />
          <span className="unseen">Muted</span>
        </span>
      )}
      {role === 'owner' && <span className="chip">Owner</span>}
      {role === 'moderator' && <span className="chip">Moderator</span>}
      {role === null && room.kind === 'public' && <span className="chip">Visitor</span>}
    </>
  );
}
