import type { ParleyClient } from '@parley/client';
import { useState } from 'react';
import { isolate } from '../../lib/text/isolate.js';
import { Dialog } from '../../ui/dialog/Dialog.js';
import { ChangePassword } from './ChangePassword.js';
import { DeviceList } from './DeviceList.js';
import { useDevices } from './use-devices.js';

/** Where I am signed in, and my password. */
export default function Account({ client, onClose }: { client: ParleyClient; onClose(): void }) {
  const { devices, ask } = useDevices(client);
  const [news, setNews] = useState('');
  const [changing, setChanging] = useState(false);
  const { me } = client;
  const changed = (text: string) => {
    setNews(text);
    ask();
  };
  return (
    <Dialog title="Account and devices" about={aboutOf(me.kind, me.username)} onClose={onClose}>
      {!changing && <DeviceList client={client} devices={devices} onAgain={ask} onEnded={changed} />}
      {me.kind === 'account' && (
        <ChangePassword
          client={client}
          open={changing}
          onOpen={setChanging}
          onChanged={() => changed('Your password is changed. All other devices are signed out.')}
        />
      )}
      <p className="news" role="status">
        {news}
      </p>
    </Dialog>
  );
}

function aboutOf(kind: 'account' | 'guest', username: string): string {
  return kind === 'guest'
    ? `You are here as the guest ${isolate(username)}.`
    : `You are signed in as ${isolate(username)}.`;
}
