import type { ParleyClient, RoomBan } from '@parley/client';
import { useEffect, useState } from 'react';
import { explain } from '../../explain.js';
import { isolate } from '../../isolate.js';
import { Face } from '../../ui/Face.js';
import { Problem } from '../../ui/Problem.js';
import { useAction } from '../../use-action.js';

/** Who is banned from a room, and the way to lift it. */
export function Bans({ client: { rest }, roomId }: { client: ParleyClient; roomId: string }) {
  const [bans, setBans] = useState<readonly RoomBan[]>([]);
  const [fault, setFault] = useState<string | null>(null);
  const lift = useAction(async (userId: string) => {
    await rest.unbanMember(roomId, userId);
    setBans((known) => known.filter((ban) => ban.userId !== userId));
  });
  useEffect(() => {
    let current = true;
    rest.bans(roomId).then(
      (found) => current && setBans(found),
      (error) => current && setFault(explain(error)),
    );
    return () => {
      current = false;
    };
  }, [rest, roomId]);
  return (
    <section className="bans" aria-label="Banned people">
      <h3>Banned</h3>
      <Problem text={fault ?? lift.problem} />
      {bans.length === 0 && !fault && <p className="quiet">Nobody is.</p>}
      <ul className="results">
        {bans.map(({ userId, username, until, reason }) => (
          <li key={userId} className="row">
            <Face id={userId} name={username} online={false} />
            <span className="name">{username}</span>
            <span className="quiet">
              {[until === null ? '' : momentOf(until), reason].filter(Boolean).join(' · ')}
            </span>
            <button
              type="button"
              className="secondary"
              aria-label={`Lift the ban of ${isolate(username)}`}
              disabled={lift.busy}
              onClick={() => void lift.run(userId)}
            >
              Lift
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function momentOf(until: number): string {
  return `until ${new Date(until).toLocaleString([], { dateStyle: 'short', timeStyle: 'short' })}`;
}
