import type { ParleyClient } from '@parley/client';
import type { Room } from '@parley/protocol';
import { Ban, Crown, Mic, MicOff, Shield, ShieldOff, UserMinus } from 'lucide-react';
import { explain } from '../../explain.js';
import { isolate } from '../../isolate.js';
import { MenuItem } from '../../ui/Menu.js';
import { toast } from '../notices/toasts.js';
import { mayLeadOver, mayOwn } from './rights.js';
import type { Someone } from './who-is-where.js';

/** What is asked about before it is done. */
export type Asked = 'remove' | 'ban' | 'give';

const MUTES = [
  { name: '5 minutes', forMs: 5 * 60_000 },
  { name: '1 hour', forMs: 3_600_000 },
  { name: '1 day', forMs: 86_400_000 },
] as const;

interface ModerateProps {
  client: ParleyClient;
  room: Room;
  someone: Someone;
  onAsk(asked: Asked): void;
}

/** What I may do to somebody in the room, as parts of their menu. */
export function Moderate({ client: { me, rest }, room, someone, onAsk }: ModerateProps) {
  const { userId, username, role, mutedUntil = 0 } = someone;
  if (!mayLeadOver(me, room, role)) return null;
  const isMuted = mutedUntil > Date.now();
  const attempt = async (what: Promise<unknown>, done: string) => {
    try {
      await what;
      toast({ text: done });
    } catch (error) {
      toast({ text: explain(error) });
    }
  };
  const name = isolate(username);
  return (
    <>
      {role !== null && mayOwn(me, room) && (
        <>
          <MenuItem
            icon={role === 'moderator' ? <ShieldOff /> : <Shield />}
            onChoose={() => {
              const next = role === 'moderator' ? 'member' : 'moderator';
              void attempt(
                rest.setRole(room.id, userId, next),
                next === 'moderator' ? `${name} is a moderator now.` : `${name} is no moderator any more.`,
              );
            }}
          >
            {role === 'moderator' ? 'Make a member again' : 'Make a moderator'}
          </MenuItem>
          <MenuItem icon={<Crown />} onChoose={() => onAsk('give')}>
            Give the room to them …
          </MenuItem>
        </>
      )}
      <hr />
      {role !== null && isMuted && (
        <MenuItem
          icon={<Mic />}
          onChoose={() => void attempt(rest.unmuteMember(room.id, userId), `${name} may write again.`)}
        >
          Unmute
        </MenuItem>
      )}
      {role !== null &&
        !isMuted &&
        MUTES.map((mute) => (
          <MenuItem
            key={mute.forMs}
            icon={<MicOff />}
            onChoose={() =>
              void attempt(rest.muteMember(room.id, userId, mute.forMs), `${name} is muted for ${mute.name}.`)
            }
          >
            Mute for {mute.name}
          </MenuItem>
        ))}
      {role !== null && (
        <MenuItem icon={<UserMinus />} onChoose={() => onAsk('remove')}>
          Remove from the room …
        </MenuItem>
      )}
      <MenuItem icon={<Ban />} onChoose={() => onAsk('ban')}>
        Ban …
      </MenuItem>
    </>
  );
}
