import type { ParleyClient, RoomBan } from '@parley/client';
import { useRef, useState } from 'react';
import { useAction } from '../../lib/requests/use-action.js';
import { isolate } from '../../lib/text/isolate.js';
import { momentText } from '../../time/moment-text.js';
import { Problem } from '../../ui/Problem.js';
import { PresenceAvatar } from '../../ui/person/PresenceAvatar.js';
import { useBans } from './use-bans.js';

/** Who is banned from a room, and the way to lift it. */
export function Bans({ client, roomId }: { client: ParleyClient; roomId: string }) {
  const { known, lift } = useBans(client, roomId);
  const [news, setNews] = useState('');
  const title = useRef<HTMLHeadingElement>(null);
  const lifting = useAction(async ({ userId, username }: RoomBan) => {
    await lift(userId);
    // The button goes with its row: the focus of the keyboard stays in the list.
    title.current?.focus();
    setNews(`${isolate(username)} may come back.`);
  });
  return (
    <section className="part" aria-labelledby="bans">
      <h3 id="bans" ref={title} tabIndex={-1}>
        Banned people
      </h3>
      <Problem text={known.state === 'failed' ? known.reason : lifting.problem} />
      {known.state === 'loading' && <div className="waiting" aria-hidden="true" />}
      {known.state === 'there' && known.bans.length === 0 && <p className="quiet">Nobody is banned.</p>}
      {known.state === 'there' && (
        <ul>
          {known.bans.map((ban) => (
            <li key={ban.userId} className="row">
              <PresenceAvatar id={ban.userId} name={ban.username} online={false} />
              <span className="name">
                {ban.username}
                <small className="quiet">
                  <span>{ban.until === null ? 'For good' : `Until ${momentText(ban.until)}`}</span>
                  {ban.reason !== '' && <span dir="auto">{ban.reason}</span>}
                </small>
              </span>
              <button
                type="button"
                className="secondary"
                aria-label={`Lift the ban of ${isolate(ban.username)}`}
                disabled={lifting.busy}
                onClick={() => void lifting.run(ban)}
              >
                Lift
              </button>
            </li>
          ))}
        </ul>
      )}
      <p className="news" role="status">
        {news}
      </p>
    </section>
  );
}
