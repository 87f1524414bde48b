import { useStore } from '../../lib/store/use-store.js';
import { Dialog } from '../../ui/dialog/Dialog.js';
import { Avatar } from '../../ui/person/Avatar.js';
import { GuestMark } from '../../ui/person/GuestMark.js';
import { joinLeaveLog } from './join-leave-log.js';

const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

/** Who came to and went from the rooms I had open. */
export default function JoinLeaveLog({ onClose }: { onClose(): void }) {
  const entries = useStore(joinLeaveLog);
  return (
    <Dialog
      title="Who came and went"
      about="In the rooms you had open, since this page was opened. Only rooms whose settings say so show it."
      onClose={onClose}
    >
      {entries.length === 0 && <p className="nothing quiet">Nobody yet.</p>}
      <ol className="results" aria-label="Who came and went">
        {entries.map(({ id, kind, userId, username, guest, room, at }) => (
          <li key={id} className="row">
            <Avatar id={userId} name={username} small />
            <span className="name">
              <bdi>
                <strong>{username}</strong>
              </bdi>{' '}
              {guest && <GuestMark />} {kind === 'came' ? 'came to' : 'went away from'} <bdi>{room}</bdi>
            </span>
            <time dateTime={new Date(at).toISOString()}>{time.format(at)}</time>
          </li>
        ))}
      </ol>
    </Dialog>
  );
}
