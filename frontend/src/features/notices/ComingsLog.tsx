import { Avatar } from '../../ui/Avatar.js';
import { Dialog } from '../../ui/Dialog.js';
import { useCell } from '../../use-cell.js';
import { comings } from './comings.js';

const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

/** Who came to and went from the rooms I had open. */
export default function ComingsLog({ onClose }: { onClose(): void }) {
  const all = useCell(comings);
  return (
    <Dialog
      title="Who came and went"
      about="In the rooms you had open, since this page was opened."
      onClose={onClose}
    >
      {all.length === 0 && <p className="nothing quiet">Nobody yet.</p>}
      <ol className="results" aria-label="Who came and went">
        {all.map(({ id, kind, userId, username, room, at }) => (
          <li key={id} className="row">
            <Avatar id={userId} name={username} small />
            <span className="name">
              <bdi>
                <strong>{username}</strong>
              </bdi>{' '}
              {kind === 'came' ? 'came to' : 'left'} <bdi>{room}</bdi>
            </span>
            <time dateTime={new Date(at).toISOString()}>{time.format(at)}</time>
          </li>
        ))}
      </ol>
    </Dialog>
  );
}
