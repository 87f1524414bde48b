import type { ParleyClient } from '@parley/client';
import { decideModeration, type ModerationAct, type Room } from '@parley/protocol';
import { Ban, Crown, Mic, MicOff, Shield, ShieldOff, UserMinus } from 'lucide-react';
import { explain } from '../../lib/requests/explain.js';
import { isolate } from '../../lib/text/isolate.js';
import { now } from '../../time/clock.js';
import { MenuItem } from '../../ui/menu/Menu.js';
import { toast } from '../../ui/toast/toasts.js';
import type { ListedMember } from './split-by-presence.js';

/** What the user is asked to confirm before it is done. */
export type ConfirmedAction = 'remove' | 'ban' | 'give';

const MUTES = [
  { name: '5 minutes', forMs: 5 * 60_000 },
  { name: '1 hour', forMs: 3_600_000 },
  { name: '1 day', forMs: 86_400_000 },
] as const;

interface ModerationItemsProps {
  client: ParleyClient;
  room: Room;
  member: ListedMember;
  onAsk(action: ConfirmedAction): void;
}

/** What I may do to a person in the room, as parts of their menu. */
export function ModerationItems({ client: { me, rest }, room, member, onAsk }: ModerationItemsProps) {
  const { userId, username, role, mutedUntil = 0 } = member;
  const may = (act: ModerationAct) => decideModeration(me, room, { id: userId, role }, act).allowed;
  const isMuted = mutedUntil > now();
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
      {may('role') && (
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
      )}
      {role !== 'owner' && may('transfer') && (
        <MenuItem icon={<Crown />} onChoose={() => onAsk('give')}>
          Give the room to them …
        </MenuItem>
      )}
      {may('mute') && <hr />}
      {may('unmute') && isMuted && (
        <MenuItem
          icon={<Mic />}
          onChoose={() => void attempt(rest.unmuteMember(room.id, userId), `${name} may write again.`)}
        >
          Unmute
        </MenuItem>
      )}
      {may('mute') &&
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
      {may('remove') && (
        <MenuItem icon={<UserMinus />} onChoose={() => onAsk('remove')}>
          Remove from the room …
        </MenuItem>
      )}
      {may('ban') && (
        <MenuItem icon={<Ban />} onChoose={() => onAsk('ban')}>
          Ban …
        </MenuItem>
      )}
    </>
  );
}
