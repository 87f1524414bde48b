import type { ListedSession, ParleyClient } from '@parley/client';
import { useRef } from 'react';
import { useAction } from '../../lib/requests/use-action.js';
import { Problem } from '../../ui/Problem.js';
import { DeviceRow } from './DeviceRow.js';
import { deviceName } from './device-words.js';
import type { Devices } from './use-devices.js';

interface DeviceListProps {
  client: ParleyClient;
  devices: Devices;
  onAgain(): void;
  /** What was done, in words. */
  onEnded(news: string): void;
}

/** Each place where I am signed in, and the way to end it there. */
export function DeviceList({ client, devices, onAgain, onEnded }: DeviceListProps) {
  const title = useRef<HTMLHeadingElement>(null);
  const done = (news: string) => {
    // The button goes with its row: the focus of the keyboard stays in the list.
    title.current?.focus();
    onEnded(news);
  };
  const end = useAction(async (session: ListedSession) => {
    await client.rest.endSession(session.id);
    done(`${deviceName(session)} is signed out.`);
  });
  const endOthers = useAction(async () => {
    await client.rest.endOtherSessions();
    done('All other devices are signed out.');
  });
  const others = devices.state === 'there' ? devices.sessions.length - 1 : 0;
  return (
    <section className="part" aria-labelledby="devices">
      <h3 id="devices" ref={title} tabIndex={-1}>
        Your devices
      </h3>
      {devices.state === 'loading' && <div className="waiting" aria-hidden="true" />}
      {devices.state === 'failed' && (
        <div className="failed">
          <Problem text={devices.reason} />
          <button type="button" className="secondary" onClick={onAgain}>
            Try again
          </button>
        </div>
      )}
      {devices.state === 'there' && (
        <ul>
          {devices.sessions.map((session) => (
            <DeviceRow
              key={session.id}
              session={session}
              busy={end.busy || endOthers.busy}
              onEnd={() => void end.run(session)}
            />
          ))}
        </ul>
      )}
      <Problem text={end.problem ?? endOthers.problem} />
      {devices.state === 'there' && others === 0 && <p className="quiet">You are signed in nowhere else.</p>}
      {others > 0 && (
        <button
          type="button"
          className="secondary"
          disabled={end.busy || endOthers.busy}
          onClick={() => void endOthers.run()}
        >
          Sign out everywhere else
        </button>
      )}
    </section>
  );
}
