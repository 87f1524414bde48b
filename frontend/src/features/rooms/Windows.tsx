import type { ParleyClient } from '@parley/client';
import { lazy, Suspense } from 'react';
import { behindFirstRoom } from './first-room.js';
import type { WindowName } from './windows.js';

const Switcher = lazy(behindFirstRoom(() => import('./switcher/Switcher.js')));
const NewRoom = lazy(behindFirstRoom(() => import('./NewRoom.js')));
const FindRoom = lazy(behindFirstRoom(() => import('./FindRoom.js')));
const WriteTo = lazy(behindFirstRoom(() => import('../people/WriteTo.js')));
const Settings = lazy(behindFirstRoom(() => import('../settings/Settings.js')));
const Account = lazy(behindFirstRoom(() => import('../account/Account.js')));
const Keys = lazy(behindFirstRoom(() => import('../settings/Keys.js')));
const ComingsLog = lazy(behindFirstRoom(() => import('../notices/ComingsLog.js')));

interface WindowsProps {
  client: ParleyClient;
  open: WindowName | null;
  onClose(): void;
  onOpen(name: WindowName): void;
  goTo(roomId: string): void;
}

/** Whichever window is open over the page. None is loaded before it is wanted. */
export function Windows({ client, open, onClose, onOpen, goTo }: WindowsProps) {
  const choose = (roomId: string) => {
    onClose();
    goTo(roomId);
  };
  return (
    <Suspense>
      {open === 'switcher' && (
        <Switcher client={client} onClose={onClose} onChosen={choose} onOpen={onOpen} />
      )}
      {open === 'new room' && <NewRoom client={client} onClose={onClose} onMade={choose} />}
      {open === 'find room' && (
        <FindRoom client={client} onClose={onClose} onChosen={choose} onNew={() => onOpen('new room')} />
      )}
      {open === 'find person' && <WriteTo client={client} onClose={onClose} onMade={choose} />}
      {open === 'notices' && <Settings onClose={onClose} />}
      {open === 'account' && <Account client={client} onClose={onClose} />}
      {open === 'log' && <ComingsLog onClose={onClose} />}
      {open === 'keys' && <Keys onClose={onClose} />}
    </Suspense>
  );
}
